namespace Engagement.Fakes.X;

/// <summary>How this X behaves. The defaults are those of an ordinary pay-per-use account with endless credits.</summary>
public sealed record FakeXOptions
{
    /// <summary>The port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The clock of everything: timestamps, windows, expiries, metrics.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The app's key.</summary>
    public string ConsumerKey { get; init; } = "fake-consumer-key";

    /// <summary>The app's secret.</summary>
    public string ConsumerSecret { get; init; } = "fake-consumer-secret";

    /// <summary>The account's token.</summary>
    public string AccessToken { get; init; } = "2244994945-fake-access-token";

    /// <summary>The account's token secret.</summary>
    public string AccessTokenSecret { get; init; } = "fake-access-token-secret";

    /// <summary>The account's id.</summary>
    public string UserId { get; init; } = "2244994945";

    /// <summary>The account's name as readers see it.</summary>
    public string Name { get; init; } = "Example News";

    /// <summary>The account's handle without @.</summary>
    public string Username { get; init; } = "examplenews";

    /// <summary>Another account, as which a person may be signed in when the app asks to be allowed.</summary>
    public FakeAccount Other { get; init; } = new("783214", "Other News", "othernews");

    internal FakeAccount Own => new(UserId, Name, Username);

    /// <summary>The address that clients sign, where a proxy stands before this one, such as <c>https://api.x.com</c>; null = its own.</summary>
    public Uri? SignedAs { get; init; }

    /// <summary>The token of the app alone, which may not post.</summary>
    public string AppOnlyToken { get; init; } = "fake-app-only-token";

    /// <summary>Whether the app was registered to read only.</summary>
    public bool ReadOnlyApp { get; init; }

    /// <summary>The app's id for OAuth 2.0.</summary>
    public string ClientId { get; init; } = "fake-client-id";

    /// <summary>The app's secret for OAuth 2.0; null for a public client.</summary>
    public string? ClientSecret { get; init; } = "fake-client-secret";

    /// <summary>Where the app may be returned to, character by character.</summary>
    public IReadOnlyList<string> RedirectUris { get; init; } = ["http://127.0.0.1:5080/x/callback"];

    /// <summary>How long an access token of OAuth 2.0 is worth anything.</summary>
    public TimeSpan AccessTokenLife { get; init; } = TimeSpan.FromHours(2);

    /// <summary>Which generation of names it speaks.</summary>
    public Naming Naming { get; init; } = Naming.Old;

    /// <summary>Whether errors come as <c>application/problem+json</c>; both are seen in the wild.</summary>
    public bool ProblemContentType { get; init; }

    /// <summary>Whether answers carry <c>&amp;amp;</c> for <c>&amp;</c>, as X's older API does; the stored text is the same.</summary>
    public bool EscapesText { get; init; }

    /// <summary>The most weighted characters of a post; 280 without a subscription.</summary>
    public int MaximumLength { get; init; } = 280;

    /// <summary>How long the same text is refused. X does not say; 0 turns it off.</summary>
    public TimeSpan DuplicateWindow { get; init; } = TimeSpan.FromHours(12);

    /// <summary>How long a new post is missing from the timeline. X does not say.</summary>
    public TimeSpan TimelineDelay { get; init; }

    /// <summary>How long an uploaded image is pending and in progress; 0 = ready at once and no processing_info.</summary>
    public TimeSpan MediaProcessing { get; init; }

    /// <summary>Whether that processing ends in failure.</summary>
    public bool MediaFails { get; init; }

    /// <summary>How many calls are answered in 15 minutes; endless where a call is not named.</summary>
    public IReadOnlyDictionary<Call, int> RateLimits { get; init; } = new Dictionary<Call, int>
    {
        [Call.CreatePost] = 100,
        [Call.DeletePost] = 50,
        [Call.LookUpPosts] = 5000,
        [Call.ReadTimeline] = 900,
        [Call.WhoAmI] = 75,
        [Call.UploadMedia] = 500,
        [Call.DescribeMedia] = 500,
    };

    /// <summary>Posts of the app in 24 hours, as the legacy tiers limit and show them; null = neither.</summary>
    public int? AppPostsPer24Hours { get; init; }

    /// <summary>Posts of the account in 24 hours, as the legacy tiers limit and show them; null = neither.</summary>
    public int? UserPostsPer24Hours { get; init; }

    /// <summary>The usage cap a calendar day (UTC); null = none.</summary>
    public int? PostsPerDay { get; init; }

    /// <summary>The usage cap a calendar month (UTC); null = none.</summary>
    public int? PostsPerMonth { get; init; }

    /// <summary>Prepaid credits in US dollars; null = endless.</summary>
    public decimal? Credits { get; init; }

    /// <summary>The most that may be spent in a calendar month (UTC), in US dollars; null = no limit.</summary>
    public decimal? SpendCap { get; init; }

    /// <summary>What a call costs.</summary>
    public Prices Prices { get; init; } = new();
}

/// <summary>X renamed its fields on 2026-08-07; both generations are about.</summary>
public enum Naming
{
    /// <summary>Takes <c>tweet.fields</c>, says <c>retweet_count</c>, problems live on api.twitter.com.</summary>
    Old,

    /// <summary>Takes <c>post.fields</c>, says <c>repost_count</c>, problems live on api.x.com.</summary>
    New,

    /// <summary>Takes either parameter and says the new names: a server in the middle of the change.</summary>
    Both,
}
