using System.ComponentModel.DataAnnotations;
using Engagement.Platform.Settings;

namespace Engagement.Publisher.Queue;

/// <summary><c>Engagement:Queue</c>: when posts go out. Breaking news goes at once, whatever the first four say.</summary>
public sealed class QueueOptions
{
    /// <summary>The shortest time between two posts. 0 to 24 hours; 0 (the default) is none.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan MinimumGap { get; init; }

    /// <summary>The most posts a day of the site's time zone; further ones wait for the next. 0 to 10,000; 0 (the default) is no limit.</summary>
    [Range(0, 10_000)]
    public int MaximumPerDay { get; init; }

    /// <summary>When quiet hours begin, in the site's time zone, such as <c>22:30</c>. Empty (the default): none.</summary>
    public TimeOnly? QuietFrom { get; init; }

    /// <summary>When quiet hours end, in the site's time zone, such as <c>06:00</c>; before <see cref="QuietFrom"/> it is on the next day.</summary>
    public TimeOnly? QuietUntil { get; init; }

    /// <summary>
    /// News older than this when its turn comes is missed, not posted, unless an editor asked for it. 0 to 30 days; 0 is no limit.
    /// Default 24 hours.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00")]
    public TimeSpan StaleAfter { get; init; } = TimeSpan.FromHours(24);

    /// <summary>
    /// True where a post that runs dry carries the time at which its article appeared, so that an archive looks as it would have gone out: for
    /// samples and rehearsals. What is really sent carries its own time. Default false.
    /// </summary>
    public bool BackdateDryRuns { get; init; }

    /// <summary>True where an editor must approve every post. Default false.</summary>
    public bool Approval { get; init; }

    /// <summary>Sections whose posts an editor must approve, in the site's own spelling, in any case. Default none.</summary>
    public IReadOnlyList<string> ApprovalSections { get; init; } = [];

    /// <summary>True where a post is deleted on the network when its article is withdrawn. Default false.</summary>
    public bool DeleteWithdrawn { get; init; }

    /// <summary>Whether an article's post waits for an editor.</summary>
    public bool NeedsApproval(string? section) => Approval || ApprovalSections.Contains(section, StringComparer.OrdinalIgnoreCase);

    /// <summary>Refuses half of a setting.</summary>
    /// <exception cref="StartProblem">Quiet hours begin and do not end, or the other way round.</exception>
    public void Check()
    {
        if (QuietFrom is null != QuietUntil is null)
        {
            throw new StartProblem("Engagement__Queue__QuietFrom and Engagement__Queue__QuietUntil go together: set both, such as 22:30 and 06:00, or none.");
        }
    }
}
