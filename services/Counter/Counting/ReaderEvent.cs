namespace Engagement.Counter.Counting;

/// <summary>What the script does with an event.</summary>
enum Deed
{
    /// <summary>Counts it, once a visitor and window where it has a member.</summary>
    Count,

    /// <summary>Counts one up if the member has no bookmark yet.</summary>
    Bookmark,

    /// <summary>Counts one down if the member has a bookmark.</summary>
    Unbookmark,

    /// <summary>Takes back one that was counted, because of what was learned since.</summary>
    TakeBack,

    /// <summary>Keeps it as raw, under a field that names the reason.</summary>
    Reject,
}

/// <summary>An event that was read, judged and found an article, ready for the ledger.</summary>
/// <param name="Id">16 bytes of the hash of its id.</param>
/// <param name="Article">The article's id.</param>
/// <param name="Field">Under what it is counted; see <see cref="Keys"/>.</param>
/// <param name="Deed">What to do with it.</param>
/// <param name="Member">The keyed hash of the visitor or, for bookmarks, of the device; empty where there is none.</param>
/// <param name="At">When the reader did it.</param>
/// <param name="Sharer">Shares: the keyed hash of the visitor as one who shared this article, whatever the target; empty where there is none.</param>
sealed record ReaderEvent(byte[] Id, string Article, string Field, Deed Deed, byte[] Member, DateTimeOffset At, byte[] Sharer)
{
    /// <summary>What makes a counted event a raw one: one event that takes it back and one that keeps it, each with an id that follows from its own.</summary>
    public IEnumerable<ReaderEvent> TurnedRaw(string reason) =>
    [
        this with { Id = KeyedHashes.OfEvent(Convert.ToHexStringLower(Id) + "-"), Deed = Deed.TakeBack, Member = [] },
        this with { Id = KeyedHashes.OfEvent(Convert.ToHexStringLower(Id) + "!"), Deed = Deed.Reject, Field = $"{Field}!{reason}", Member = [], Sharer = [] },
    ];
}

/// <summary>What became of an event.</summary>
enum Outcome
{
    /// <summary>It is in the ledger now, verified or raw.</summary>
    Counted,

    /// <summary>It was there already.</summary>
    Duplicate,

    /// <summary>The visitor did the same in this window already: kept as raw.</summary>
    Repeat,

    /// <summary>No such article: nothing was kept.</summary>
    Unknown,

    /// <summary>The site took the article back: nothing was kept.</summary>
    Withdrawn,

    /// <summary>Too many events wait for the ledger: nothing was kept.</summary>
    Busy,
}
