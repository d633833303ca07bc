using System.ComponentModel.DataAnnotations;

namespace Engagement.Popularity;

/// <summary><c>Engagement:Popularity</c>: what counts as popular. Changing the half-life rebuilds the lists from Counter's history.</summary>
sealed class PopularityOptions
{
    /// <summary>
    /// How long until an event weighs half in <c>trending</c>. Two hours suit a home page, six a weekly. 5 minutes to 30 days.
    /// Default 2 hours.
    /// </summary>
    [Range(typeof(TimeSpan), "00:05:00", "30.00:00:00", ErrorMessage = "must be between 00:05:00 and 30.00:00:00")]
    public TimeSpan HalfLife { get; init; } = TimeSpan.FromHours(2);

    /// <summary>What a share weighs in <c>trending</c>. 0 to 1,000. Default 3.</summary>
    [Range(0, 1000)]
    public double ShareWeight { get; init; } = 3;

    /// <summary>What a bookmark weighs in <c>trending</c>. 0 to 1,000. Default 2.</summary>
    [Range(0, 1000)]
    public double BookmarkWeight { get; init; } = 2;

    /// <summary>What a view weighs in <c>trending</c>. 0 to 1,000. Default 0.1.</summary>
    [Range(0, 1000)]
    public double ViewWeight { get; init; } = 0.1;

    /// <summary>
    /// What one point of the article's engagement on X weighs in <c>trending</c> (a like, reply or bookmark is one point, a repost or
    /// quote two). 0 leaves X out. 0 to 1,000. Default 0.2.
    /// </summary>
    [Range(0, 1000)]
    public double NetworkWeight { get; init; } = 0.2;

    /// <summary>
    /// True ranks by distinct readers instead of shares, in every list of shares, trending, rising and the alerts: who shares an article to five
    /// networks counts once, where they shared it first. The Counter tells readers apart within its visitor window (a day), so who comes back
    /// tomorrow is another reader; shares that a server says without <c>visitor</c>, and imported ones, are one reader each. Changing it
    /// makes the lists anew from the Counter's history. Default false.
    /// </summary>
    public bool UniqueReaders { get; init; }

    /// <summary>How many shares and bookmarks in fifteen minutes an article needs at least to count as rising. 1 to 1,000. Default 5.</summary>
    [Range(1, 1000)]
    public int RisingMinimum { get; init; } = 5;

    /// <summary>How many times the usual swing (Anscombe's z) an article must exceed what is usual for it to be rising. 0 to 100. Default 2.</summary>
    [Range(0, 100)]
    public double RisingThreshold { get; init; } = 2;

    /// <summary>How many pages may listen to the stream of this process at once. 0 to 1,000,000. Default 20,000.</summary>
    [Range(0, 1_000_000)]
    public int StreamConnections { get; init; } = 20_000;

    /// <summary>How many shares and bookmarks a minute an article needs at least to be told as taking off. 0.1 to 10,000. Default 3.</summary>
    [Range(0.1, 10_000)]
    public double AlertMinimum { get; init; } = 3;
}
