namespace Engagement.Contracts;

/// <summary>Lists changed. Coalesced: at most one message a list every five seconds.</summary>
/// <param name="Changes">What moved. At most 500.</param>
/// <param name="At">When the new order was reached.</param>
public sealed record PopularityChanged(IReadOnlyList<RankChange> Changes, DateTimeOffset At);

/// <summary>One article's move in one list.</summary>
/// <param name="List"><c>trending</c>, <c>rising</c>, <c>shared</c>, <c>bookmarked</c> or <c>viewed</c>.</param>
/// <param name="Window"><c>1h</c>, <c>24h</c>, <c>7d</c>, <c>30d</c> or <c>all</c>.</param>
/// <param name="ArticleId">The article.</param>
/// <param name="Rank">From 1; null where it left.</param>
/// <param name="PreviousRank">Null where it entered.</param>
/// <param name="Score">What it was ranked by.</param>
public sealed record RankChange(string List, string Window, string ArticleId, int? Rank, int? PreviousRank, double Score);

/// <summary>An article is being shared far more than is usual for its section.</summary>
/// <param name="ArticleId">The article.</param>
/// <param name="State"><c>spike</c>, <c>multiple</c>, <c>sustained</c> or <c>back-rising</c>.</param>
/// <param name="Multiple">How many times the threshold: 1, 2, 4, 8 …</param>
/// <param name="RatePerMinute">Verified events a minute over the last five minutes.</param>
/// <param name="ThresholdPerMinute">The rate that counts as unusual in its section.</param>
/// <param name="Rank">Its place in <c>trending</c>, from 1; null where it is not listed.</param>
/// <param name="At">When it was noticed.</param>
public sealed record ArticleTakingOff(
    string ArticleId, string State, int Multiple, double RatePerMinute, double ThresholdPerMinute, int? Rank, DateTimeOffset At);
