namespace Engagement.Popularity.Ranking;

/// <summary>
/// A span of time that slides by whole steps: the step under way and the <paramref name="Steps"/> before it. So an event never leaves
/// early and leaves at most one step late. All in UTC, so daylight saving does not exist here.
/// </summary>
/// <param name="Name">As in the API.</param>
/// <param name="StepSeconds">60 or 3,600; 0 where it never slides.</param>
/// <param name="Steps">How many full steps it covers.</param>
sealed record Window(string Name, int StepSeconds, int Steps)
{
    /// <summary>Those that slide, shortest first.</summary>
    public static readonly IReadOnlyList<Window> Sliding =
        [new("1h", 60, 60), new("24h", 60, 1440), new("7d", 3600, 168), new("30d", 3600, 720)];

    /// <summary>Since ever.</summary>
    public static readonly Window All = new("all", 0, 0);

    /// <summary>All five names.</summary>
    public static readonly IReadOnlyList<string> Names = [.. Sliding.Select(window => window.Name), All.Name];

    /// <summary>The number of the step that holds an instant.</summary>
    public long Number(DateTimeOffset at) => Math.DivRem(at.ToUnixTimeSeconds(), StepSeconds).Quotient;

    /// <summary>The first step that counts at an instant.</summary>
    public long Edge(DateTimeOffset now) => Number(now) - Steps;
}
