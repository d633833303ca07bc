namespace Engagement.Contracts;

/// <summary>An article stands on a network.</summary>
/// <param name="PostId">The Publisher's own id of the post.</param>
/// <param name="ArticleId">The article.</param>
/// <param name="Network"><c>x</c>; later others.</param>
/// <param name="NetworkPostId">The network's id of the post; null where it ran dry.</param>
/// <param name="Url">Where a person finds it; null where it ran dry.</param>
/// <param name="Text">As sent.</param>
/// <param name="PostedAt">When the network accepted it.</param>
public sealed record PostPublished(
    string PostId, string ArticleId, string Network, string? NetworkPostId, string? Url, string Text, DateTimeOffset PostedAt);

/// <summary>A post did not come to stand, or nobody can tell, and an editor should know.</summary>
/// <param name="PostId">The Publisher's own id of the post.</param>
/// <param name="ArticleId">The article.</param>
/// <param name="Network"><c>x</c>; later others.</param>
/// <param name="State">The post's state: Rejected, OutOfBudget, Missed, Unconfirmed …</param>
/// <param name="Reason">One sentence: what went wrong.</param>
/// <param name="Advice">One sentence: what an editor can do.</param>
/// <param name="FailedAt">When that became clear.</param>
public sealed record PostFailed(
    string PostId, string ArticleId, string Network, string State, string Reason, string Advice, DateTimeOffset FailedAt);

/// <summary>How a post fares on its network. Absolute figures: applying them twice or late changes nothing.</summary>
/// <param name="PostId">The Publisher's own id of the post.</param>
/// <param name="ArticleId">The article.</param>
/// <param name="Network"><c>x</c>; later others.</param>
/// <param name="NetworkPostId">The network's id of the post.</param>
/// <param name="Metrics">Any of likes, reposts, replies, quotes, bookmarks, impressions.</param>
/// <param name="MeasuredAt">When the network said so; a reading older than the last one is ignored.</param>
public sealed record PostMetricsChanged(
    string PostId, string ArticleId, string Network, string NetworkPostId, IReadOnlyDictionary<string, long> Metrics, DateTimeOffset MeasuredAt);
