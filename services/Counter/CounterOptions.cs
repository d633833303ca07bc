using System.ComponentModel.DataAnnotations;

namespace Engagement.Counter;

/// <summary><c>Engagement:Counter</c>: how readers' events are counted.</summary>
sealed class CounterOptions
{
    /// <summary>
    /// How long one visitor's repeated event on one article and target counts once; a new window begins at each multiple of it since
    /// 1970 (at midnight UTC for a day). 0 turns it off, and no visitor key is computed. At most 7 days. Default 24 hours.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00")]
    public TimeSpan VisitorWindow { get; init; } = TimeSpan.FromHours(24);

    /// <summary>
    /// How many events may wait for the ledger; beyond it callers get 503 with Retry-After, so that a stuck ledger never fills memory.
    /// 64 to 1,000,000. Default 16,384, which is about 8 MB.
    /// </summary>
    [Range(64, 1_000_000)]
    public int QueueLimit { get; init; } = 16_384;

    /// <summary>How many events go to the ledger in one script call. 1 to 512, beyond which a script gains little and blocks others. Default 512.</summary>
    [Range(1, 512)]
    public int BatchLimit { get; init; } = 512;
}
