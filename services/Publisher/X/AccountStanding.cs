using System.Globalization;

namespace Engagement.Publisher.X;

/// <summary>Whether and until when an account may not post.</summary>
/// <param name="LimitedUntil">X allows no post before.</param>
/// <param name="Paused">Why nothing is sent, one sentence; none where it is.</param>
/// <param name="PausedAdvice">What can be done about it.</param>
/// <param name="PausedAt">Since when.</param>
/// <param name="ProbeAt">When it is looked again whether X accepts the account.</param>
/// <param name="TroubleSince">Since when X has answered nothing, where that has lasted long enough to tell.</param>
/// <param name="Trouble">What came instead of an answer.</param>
/// <param name="HeldUntil">The next turn of a post that is no breaking news comes then, by the gap or the maximum a day.</param>
sealed record AccountStanding(DateTimeOffset? LimitedUntil, string? Paused, string? PausedAdvice, DateTimeOffset? PausedAt, DateTimeOffset? ProbeAt,
    DateTimeOffset? TroubleSince, string? Trouble, DateTimeOffset? HeldUntil)
{
    /// <summary>What to do where X answers nothing for long.</summary>
    public const string LastingAdvice =
        "Look at X's status page and at the app's plan in X's developer console; posts wait and go out by themselves once X answers.";

    /// <summary>True where a post may be tried now.</summary>
    public bool IsOpen(DateTimeOffset now) => Paused is null && (LimitedUntil is null || LimitedUntil <= now);

    /// <summary>Says that X has not answered for long.</summary>
    public static string Lasting(DateTimeOffset since, string reason) => string.Create(CultureInfo.InvariantCulture,
        $"X has taken no post since {since.UtcDateTime:d MMMM, HH:mm} UTC: {reason}");
}

/// <summary>What a request without an answer means for the next ones.</summary>
/// <param name="Until">Others wait until then.</param>
/// <param name="Alert">What to tell an editor, once, where it lasts.</param>
sealed record XTrouble(DateTimeOffset Until, string? Alert);
