using System.ComponentModel.DataAnnotations;

namespace Engagement.Publisher.Queue;

/// <summary>
/// <c>Engagement:Reshare</c>: posts an article once more while readers share it far more than is usual. Word it differently with
/// <c>Engagement__X__Text__Occasions__takingOff</c>, because X refuses the same text twice.
/// </summary>
sealed class ReshareOptions
{
    /// <summary>True to do so. Default false.</summary>
    public bool Enabled { get; init; }

    /// <summary>How long its first post must stand before. 1 hour to 365 days. Default 6 hours.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "365.00:00:00")]
    public TimeSpan MinimumAge { get; init; } = TimeSpan.FromHours(6);

    /// <summary>The most that such posts may cost in a calendar month (UTC), in US dollars, within the budget of all posts. 0 to 1,000,000. Default 5.</summary>
    [Range(0d, 1_000_000d)]
    public decimal MonthlyBudget { get; init; } = 5m;
}
