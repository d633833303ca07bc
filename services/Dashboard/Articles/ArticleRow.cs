using Engagement.Dashboard.Api;

namespace Engagement.Dashboard.Articles;

/// <summary>One line of the list: what three services know of one article.</summary>
public sealed record ArticleRow(ListedArticle Article, ListedCounts? Counts, IReadOnlyList<ListedPost> Posts);
