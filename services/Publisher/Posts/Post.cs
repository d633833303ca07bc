using System.Text.Json.Serialization;
using Engagement.Contracts;

namespace Engagement.Publisher.Posts;

/// <summary>One article on one account of one network on one occasion, from plan to metrics. Kept as JSON in the ledger.</summary>
sealed record Post
{
    /// <summary>Short hash of article, network, account and occasion: the same article arrives at the same post however often it comes.</summary>
    public required string Id { get; init; }

    /// <summary>Moves by one with each change; it is the fencing number of whoever works on the post.</summary>
    public long Version { get; init; }

    public required Article Article { get; init; }
    public string Network { get; init; } = "x";
    public required string Account { get; init; }

    /// <summary><c>new</c>, or why it is posted once more.</summary>
    public required string Occasion { get; init; }

    public required PostState State { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the post, or what is to be done about it, is next looked at; null where nothing is.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>What was or will be sent. From the first attempt on it never changes again.</summary>
    public string? Text { get; init; }

    public int? WeightedLength { get; init; }

    /// <summary>Estimate in US dollars; charged to the month when an attempt starts.</summary>
    public decimal? Cost { get; init; }

    /// <summary>Set when an editor wrote the text: then a change of the article does not change it.</summary>
    public bool Edited { get; init; }

    /// <summary>The time that an editor gave it.</summary>
    public DateTimeOffset? ScheduledAt { get; init; }

    /// <summary>The editor who approved or retried it; what an editor asked for is not stale.</summary>
    public string? ApprovedBy { get; init; }

    /// <summary>Only ever grows.</summary>
    public IReadOnlyList<Attempt> Attempts { get; init; } = [];

    public Reconciliation? Reconciliation { get; init; }
    /// <summary>True once its article was withdrawn: then it is never sent again.</summary>
    public bool IsWithdrawn { get; init; }

    public string? NetworkPostId { get; init; }
    public string? Url { get; init; }
    public DateTimeOffset? PostedAt { get; init; }

    /// <summary>When the network accepted it, or in a dry run would have; null where neither.</summary>
    [JsonIgnore]
    public DateTimeOffset? SentAt => PostedAt ?? (State == PostState.DryRun ? History.LastOrDefault(move => move.State == PostState.DryRun)?.At : null);

    /// <summary>The pictures uploaded for it, sent again with an identical text.</summary>
    public IReadOnlyList<string> MediaIds { get; init; } = [];

    /// <summary>likes, reposts, replies, quotes, bookmarks, impressions, as last read.</summary>
    public IReadOnlyDictionary<string, long> Metrics { get; init; } = new Dictionary<string, long>();

    public DateTimeOffset? MeasuredAt { get; init; }
    public int TakeDownTries { get; init; }

    /// <summary>One sentence: why it stands where it stands.</summary>
    public string? Reason { get; init; }

    /// <summary>One sentence: what an editor can do.</summary>
    public string? Advice { get; init; }

    /// <summary>True while its end has still to be announced on the bus.</summary>
    public bool Unannounced { get; init; }

    /// <summary>The last 50 moves.</summary>
    public IReadOnlyList<Move> History { get; init; } = [];

    /// <summary>True once a byte may have left: the text is frozen and only evidence moves the post.</summary>
    public bool MayStand => Attempts.Any(attempt => attempt.Outcome is not (AttemptOutcome.NotSent or AttemptOutcome.Refused));

    /// <summary>True while it is in the queue and nothing of it can stand on the network.</summary>
    public bool IsUnsent => State is PostState.Planned or PostState.AwaitingApproval or PostState.Waiting && !MayStand;

    /// <summary>Moves it to a state, with a line for the history.</summary>
    public Post To(PostState state, DateTimeOffset now, string? reason, string? advice = null) => this with
    {
        State = state,
        Reason = reason,
        Advice = advice,
        History = [.. History.TakeLast(49), new Move(now, state, reason)],
    };
}

/// <summary>One line of a post's history.</summary>
sealed record Move(DateTimeOffset At, PostState State, string? Note);

/// <summary>One request to the network. Written before its first byte.</summary>
sealed record Attempt(int Number, DateTimeOffset StartedAt, string TextHash, decimal Cost)
{
    public AttemptOutcome Outcome { get; init; } = AttemptOutcome.Open;
    public DateTimeOffset? EndedAt { get; init; }
    public string? Detail { get; init; }
}

/// <summary>What became of an attempt.</summary>
enum AttemptOutcome
{
    /// <summary>Started; nothing is known, which after a restart is the same as <see cref="Unknown"/>.</summary>
    Open,
    Posted,
    AlreadyThere,
    Refused,
    NotSent,
    Unknown,

    /// <summary>Unknown, and the timeline did not show it in any look before the next attempt: X bills nothing for it.</summary>
    Absent,
}

/// <summary>How far the look-up of an unknown outcome has come.</summary>
/// <param name="Since">When the outcome became unknown.</param>
/// <param name="Looks">Looks since the last attempt that the timeline answered without showing the post.</param>
/// <param name="Resends">How often the identical text was sent again, each time after all looks.</param>
/// <param name="IsThere">The network said that an identical post exists: it is never sent again.</param>
/// <param name="Refusal">Why the network refused for good to take it again.</param>
/// <param name="AnsweredAt">When the timeline last answered.</param>
sealed record Reconciliation(DateTimeOffset Since, int Looks = 0, int Resends = 0, bool IsThere = false, string? Refusal = null,
    DateTimeOffset? AnsweredAt = null);
