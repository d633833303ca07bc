using System.ComponentModel.DataAnnotations;

namespace Engagement.Intake.Feeds;

/// <summary><c>Engagement</c>: the part of it that names feeds.</summary>
sealed class FeedSettings
{
    /// <summary>Feeds of the site. Default: none, then articles come by HTTP or AMQP alone.</summary>
    public IReadOnlyList<FeedOptions> Feeds { get; init; } = [];
}

/// <summary>One feed: RSS, Atom, RDF, CDF or JSON Feed.</summary>
sealed class FeedOptions
{
    /// <summary>An http or https URL, a <c>file://</c> URL or the path of a file.</summary>
    [Required, StringLength(2048)]
    public string Url { get; init; } = "";

    /// <summary>
    /// Time between two looks, give or take a tenth. While a feed has had nothing new for a day it is asked up to four times less often,
    /// and less often still while it fails. From 1 s to 1 day. Default 5 min.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// An item that is new to us but was published longer ago than this is old news that came back: it enters the catalogue and is not
    /// posted. From 1 h to 30 days. Default 2 days.
    /// </summary>
    [Range(typeof(TimeSpan), "01:00:00", "30.00:00:00")]
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromDays(2);
}
