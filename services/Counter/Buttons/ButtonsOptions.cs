using System.ComponentModel.DataAnnotations;

namespace Engagement.Counter.Buttons;

/// <summary><c>Engagement:Buttons</c>: which buttons readers see, and in what order.</summary>
sealed class ButtonsOptions
{
    /// <summary>
    /// Targets of the "Bookmark and Share" list in their order, by id, with commas. Default: the networks of most readers, then e-mail,
    /// copy, print, QR and follow.
    /// </summary>
    [Required, StringLength(1000)]
    public string Targets { get; init; } =
        "x,bluesky,mastodon,facebook,linkedin,whatsapp,telegram,threads,reddit,hackernews,pinterest,email,sms,copy,print,qr,native,follow";

    /// <summary>Targets that have a button of their own beside the list. Default <c>x,bluesky,email,copy</c>.</summary>
    [StringLength(200)]
    public string Direct { get; init; } = "x,bluesky,email,copy";

    /// <summary>
    /// "Follow us" links, by the target's id or any lower-case name: <c>Engagement__Buttons__Follow__x=https://x.com/example</c>.
    /// Absolute http or https URLs. Default: none.
    /// </summary>
    public IReadOnlyDictionary<string, string> Follow { get; init; } = new Dictionary<string, string>();

    /// <summary>The smallest count that readers see beside a button. 1 to 1,000,000; 0 shows no counts. Default 10.</summary>
    [Range(0, 1_000_000)]
    public int MinimumCount { get; init; } = 10;

    /// <summary>How long a share link in a mail counts. 1 to 730 days. Default 90 days. It keeps leading to the network after that.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "730.00:00:00")]
    public TimeSpan MailLinkLifetime { get; init; } = TimeSpan.FromDays(90);
}
