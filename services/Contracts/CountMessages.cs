namespace Engagement.Contracts;

/// <summary>
/// Counts of articles whose counts changed, coalesced: at most one a second for an article, at most 500 articles a message.
/// All figures are absolute and verified, so applying a message twice or late changes nothing.
/// </summary>
/// <param name="Articles">The changed articles. At most 500.</param>
public sealed record ArticleCountsChanged(IReadOnlyList<ArticleCounts> Articles);

/// <summary>One article's counts.</summary>
/// <param name="ArticleId">The article.</param>
/// <param name="Totals">Since ever.</param>
/// <param name="Buckets">Those that changed since the last message, each whole. At most 200; more follow in the next message.</param>
public sealed record ArticleCounts(string ArticleId, CountBucket Totals, IReadOnlyList<CountBucket> Buckets);

/// <summary>The counts of one span of time.</summary>
/// <param name="Start">Its first instant, UTC, a multiple of <paramref name="Seconds"/>; 1970-01-01 for totals.</param>
/// <param name="Seconds">60 (minute), 3,600 (hour), 86,400 (day) or 0 (totals). An event is counted into one bucket: that of its
/// minute if it was at most 48 hours old when counted, else of its hour up to 90 days, else of its day. Only where late events came is an
/// hour said beside its minutes, and then it holds all that happened in it, its minutes' counts too: whoever has the minutes takes from the
/// hour what it holds beyond them; whoever has none, because minutes are kept for 48 hours, takes it whole. A day is said likewise with the
/// hours that were folded into it.</param>
/// <param name="Version">Grows with each change of this bucket; a bucket with a version at or below the known one is old.</param>
/// <param name="Counts">Keys are <c>kind</c> or <c>kind:target</c> (<c>share:x</c>, <c>bookmark</c>, <c>view</c>, <c>visit:x</c>,
/// <c>follow:x</c>); a bookmark taken back has been subtracted. <c>again</c>: how many of the shares were by readers who had shared the
/// article to another target in the same visitor window, so that the shares less these are distinct readers.</param>
public sealed record CountBucket(DateTimeOffset Start, int Seconds, long Version, IReadOnlyDictionary<string, long> Counts);

/// <summary>Somebody lost or never had the counts since a time: Counter, say ArticleCountsChanged again for whatever changed after it.</summary>
/// <param name="Since">From the bucket that holds this instant on; 1970-01-01 asks for everything.</param>
public sealed record CountsWanted(DateTimeOffset Since);
