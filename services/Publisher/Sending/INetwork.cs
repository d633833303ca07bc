namespace Engagement.Publisher.Sending;

/// <summary>A social network, as far as posting needs it. No call throws for what the network or the way to it does.</summary>
interface INetwork
{
    /// <summary>Sends a post. Never sends twice, whatever happens; takes no token, because giving up midway would make the outcome unknown.</summary>
    Task<Answer> Publish(string text, IReadOnlyList<string> mediaIds);

    /// <summary>Looks for one of the account's own posts of a span of time, from the newest back and no further than to it: each one read costs.</summary>
    Task<Sighting> Find(DateTimeOffset from, DateTimeOffset until, Func<StandingPost, bool> isIt, CancellationToken cancellation);

    /// <summary>Takes a post down. True where it is gone; false where that is not known.</summary>
    Task<bool> Delete(string postId, CancellationToken cancellation);

    /// <summary>Uploads a picture for a post to come. Its id; null where the network did not take it.</summary>
    Task<string?> Upload(byte[] picture, string type, string? alt, CancellationToken cancellation);

    /// <summary>Whether the account may be used, without posting.</summary>
    Task<Outcome> Probe(CancellationToken cancellation);
}

/// <summary>What became of a request to post.</summary>
/// <param name="Outcome">What is known.</param>
/// <param name="LimitedUntil">Set where the answer said that no further request is allowed before then.</param>
sealed record Answer(Outcome Outcome, DateTimeOffset? LimitedUntil = null);

/// <summary>Everything that can be known about an attempt. Only <see cref="NotSent"/> may be sent again without a look.</summary>
abstract record Outcome
{
    /// <summary>It stands.</summary>
    public sealed record Posted(string Id, string? Url) : Outcome;

    /// <summary>Proof that an identical post exists, though not under which id.</summary>
    public sealed record AlreadyThere(string Reason) : Outcome;

    /// <summary>Refused for good: it does not stand.</summary>
    public sealed record Rejected(Refusal Kind, string Reason) : Outcome;

    /// <summary>Refused until a time.</summary>
    public sealed record RateLimited(DateTimeOffset Until, string Reason) : Outcome;

    /// <summary>The account has no credits.</summary>
    public sealed record OutOfCredits(string Reason) : Outcome;

    /// <summary>The credentials were not accepted, for now or for good.</summary>
    public sealed record Unauthorized(string Reason) : Outcome;

    /// <summary>No byte of the request left this process.</summary>
    public sealed record NotSent(string Reason) : Outcome;

    /// <summary>It may stand or not.</summary>
    public sealed record Unknown(string Reason) : Outcome;
}

/// <summary>Why a network refuses for good.</summary>
enum Refusal
{
    /// <summary>The request is not one that it takes.</summary>
    Request,

    /// <summary>The text is longer than it allows, so our count is wrong.</summary>
    TooLong,

    /// <summary>It does not take this text.</summary>
    Text,

    /// <summary>The app or the account may not post: every post would be refused.</summary>
    Configuration,
}

/// <summary>What a look at the timeline showed.</summary>
/// <param name="Answered">False where the network did not answer, or not for the whole span: then nothing is known.</param>
/// <param name="Post">The post, where it is there.</param>
sealed record Sighting(bool Answered, StandingPost? Post = null);

/// <summary>A post as the network shows it.</summary>
/// <param name="Id">The network's id.</param>
/// <param name="Text">Its text with the links written out.</param>
/// <param name="Links">The links in it, written out.</param>
/// <param name="CreatedAt">By the network's clock.</param>
sealed record StandingPost(string Id, string Text, IReadOnlyList<string> Links, DateTimeOffset CreatedAt)
{
    /// <summary>likes, reposts, replies, quotes, bookmarks, impressions: those that the network gave.</summary>
    public IReadOnlyDictionary<string, long> Metrics { get; init; } = new Dictionary<string, long>();
}
