using System.ComponentModel.DataAnnotations;

namespace Engagement.Host;

/// <summary><c>Engagement:Ledger</c>: the embedded ledger. Ignored where <c>Engagement__Store</c> names a Redis.</summary>
sealed class EmbeddedLedgerOptions
{
    /// <summary>
    /// How much memory it may take, with a unit (<c>256m</c>, <c>2g</c>). Taken only as data grows; what does not fit is on disk, exact
    /// but six times slower. Default <c>2g</c>.
    /// </summary>
    [RegularExpression("^[0-9]+[mg]$", ErrorMessage = "must be a size such as 512m or 2g")]
    public string Memory { get; init; } = "2g";

    /// <summary>Memory for its hash index, with a unit; grows as needed. Default <c>16m</c>, enough for a million keys.</summary>
    [RegularExpression("^[0-9]+[mg]$", ErrorMessage = "must be a size such as 16m")]
    public string Index { get; init; } = "16m";

    /// <summary>
    /// Time between checkpoints. Behind each the append-only file is cut, so it bounds disk and start-up time: at 15 s, 42,000 events/s
    /// held 170 MB on disk and recovered in 2.6 s. From 5 s to 10 min. Default 15 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:10:00")]
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Time between two looks at the data on disk: where it has more than four segments of 64 MB, what is dead or expired is dropped and
    /// what lives is copied together, so a shorter time costs more writing. From 5 s to a day. Default 30 min.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:05", "1.00:00:00")]
    public TimeSpan CompactionInterval { get; init; } = TimeSpan.FromMinutes(30);
}
