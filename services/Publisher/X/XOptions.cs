using System.ComponentModel.DataAnnotations;
using Engagement.Platform.Settings;

namespace Engagement.Publisher.X;

/// <summary><c>Engagement:X</c>: the account that articles are posted from.</summary>
public sealed class XOptions
{
    /// <summary>Where X's API is. Absolute, http or https. Default <c>https://api.x.com</c>.</summary>
    [Required, Url]
    public string ApiUrl { get; init; } = "https://api.x.com";

    /// <summary>
    /// The app's API key. Give all four credentials of OAuth 1.0a, or a <see cref="ClientId"/>, or neither; with neither nothing is sent and
    /// posts are kept as <c>DryRun</c>.
    /// </summary>
    public string ConsumerKey { get; init; } = "";

    /// <summary>The app's API key secret.</summary>
    public string ConsumerSecret { get; init; } = "";

    /// <summary>The account's access token, with permission to read and write.</summary>
    public string AccessToken { get; init; } = "";

    /// <summary>The account's access token secret.</summary>
    public string AccessTokenSecret { get; init; } = "";

    /// <summary>
    /// The app's client id of OAuth 2.0, in place of the four credentials above: then an administrator connects the account in a browser.
    /// </summary>
    public string ClientId { get; init; } = "";

    /// <summary>The app's client secret of OAuth 2.0. Empty (the default): the app is a public client, which has none.</summary>
    public string ClientSecret { get; init; } = "";

    /// <summary>Where X asks a person to allow the app. Absolute, http or https. Default <c>https://x.com/i/oauth2/authorize</c>.</summary>
    [Required, Url]
    public string AuthorizeUrl { get; init; } = "https://x.com/i/oauth2/authorize";

    /// <summary>
    /// Where X sends that person back to: this program's <c>/x/callback</c>, exactly as it is listed in the app's settings on X. Empty (the
    /// default): <c>/x/callback</c> under <c>Engagement__Site__PublicUrl</c>, else under the address of the request.
    /// </summary>
    [RegularExpression("^(|https?://.+/x/callback)$", ErrorMessage = "must be absolute and end in /x/callback, or be empty")]
    public string RedirectUrl { get; init; } = "";

    /// <summary>
    /// A name for the account, part of each post's identity: an article is posted once for each name, so change it only where articles
    /// of the last day shall go out again from another account. 1 to 50 characters. Default <c>main</c>.
    /// </summary>
    [Required, StringLength(50)]
    public string Account { get; init; } = "main";

    /// <summary>How long one call may take before its outcome counts as unknown. 1 to 60 seconds. Default 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// First look at the account's timeline after an unknown outcome; further looks follow 4, 20 and 40 times as long after one another.
    /// 100 ms to 5 minutes. Default 15 seconds.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan ReconcileAfter { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a timeline that does not answer is asked before an editor is. 1 minute to 7 days. Default 6 hours.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00")]
    public TimeSpan UnconfirmedAfter { get; init; } = TimeSpan.FromHours(6);

    /// <summary>How long X may answer no post before an editor is told. 1 minute to 1 day. Default 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan AlertAfter { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The name of the query parameter that asks for fields: X renames it <c>post.fields</c>. Default <c>tweet.fields</c>.</summary>
    [Required, RegularExpression("^(tweet|post)\\.fields$", ErrorMessage = "must be tweet.fields or post.fields")]
    public string FieldsParameter { get; init; } = "tweet.fields";

    /// <summary>The most that a calendar month (UTC) may cost, in US dollars. Beyond it nothing is sent. Empty (the default): no limit.</summary>
    [Range(0d, 1_000_000d)]
    public decimal? MonthlyBudget { get; init; }

    /// <summary>True where an article's picture goes with its post, with its alternative text. False leaves it to X's card. Default true.</summary>
    public bool Images { get; init; } = true;

    /// <summary>True where likes, reposts, replies, bookmarks and impressions are read back, eleven times in a month for a cent a post. Default true.</summary>
    public bool Metrics { get; init; } = true;

    /// <summary>The part of <see cref="MonthlyBudget"/> that only breaking news may use. 0 to 1. Default 0.1.</summary>
    [Range(0d, 1d)]
    public decimal BreakingReserve { get; init; } = 0.1m;

    /// <summary>True where nothing can be sent.</summary>
    public bool IsDry => ConsumerKey.Length == 0 && ClientId.Length == 0;

    /// <summary>True where the account is connected by OAuth 2.0, whose tokens change.</summary>
    public bool IsOAuth2 => ClientId.Length > 0;

    /// <summary>Refuses credentials of which some are missing, and two ways of signing at once.</summary>
    /// <exception cref="StartProblem">Some are given and some are not, or too many are.</exception>
    public void Check()
    {
        var all = new[]
        {
            (nameof(ConsumerKey), ConsumerKey), (nameof(ConsumerSecret), ConsumerSecret),
            (nameof(AccessToken), AccessToken), (nameof(AccessTokenSecret), AccessTokenSecret),
        };
        var missing = all.Where(credential => credential.Item2.Length == 0).Select(credential => $"Engagement__X__{credential.Item1}").ToList();
        if (IsOAuth2 && missing.Count < 4)
        {
            throw new StartProblem("Engagement__X__ClientId and Engagement__X__ConsumerKey are two ways to sign in to X: set the one or the other.");
        }

        if (missing.Count is > 0 and < 4)
        {
            throw new StartProblem($"{string.Join(" and ", missing)} must be set too: X needs all four credentials, or none to run dry.");
        }

        if (ClientSecret.Length > 0 && !IsOAuth2)
        {
            throw new StartProblem("Engagement__X__ClientId must be set too: a client secret belongs to a client id.");
        }
    }
}
