using Engagement.Dashboard.Api;

namespace Engagement.Dashboard.Articles;

/// <summary>One line of the list: what three services know of one article.</summary>
/// <param name="Article">The article.</param>
/// <param name="Counts">Since ever; null where nobody knows.</param>
/// <param name="Posts">Its posts.</param>
/// <param name="Period">In the period that is compared and the one before; null where none is.</param>
public sealed record ArticleRow(ListedArticle Article, ListedCounts? Counts, IReadOnlyList<ListedPost> Posts, PeriodCounts? Period = null);
