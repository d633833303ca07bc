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
    /// How many events a minute one visitor is believed, over all articles; more are kept as raw with the reason <c>too-many</c>. A visitor is
    /// a network and a kind of browser, so a large office is one. 0 turns it off, as does no <see cref="VisitorWindow"/>. At most 1,000,000. Default 300.
    /// </summary>
    [Range(0, 1_000_000)]
    public int VisitorLimit { get; init; } = 300;

    /// <summary>
    /// How many events a minute are believed for one article, whoever sends them; more are kept as raw with the reason <c>flood</c>. 0 turns
    /// it off. At most 10,000,000. Default 60,000.
    /// </summary>
    [Range(0, 10_000_000)]
    public int ArticleLimit { get; init; } = 60_000;

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
