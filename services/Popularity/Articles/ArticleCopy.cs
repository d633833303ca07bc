using Engagement.Contracts;

namespace Engagement.Popularity.Articles;

/// <summary>What the lists, feeds and alerts need of an article.</summary>
sealed record ArticleCopy(
    string Id, string Url, string Title, string? Summary, IReadOnlyList<string> Tags, string? Section, string? Author,
    string? Language, ArticleImage? Image, DateTimeOffset PublishedAt)
{
    /// <summary>A feed entry needs no more of a summary, and there are a million of them.</summary>
    const int SummaryLength = 280;

    public static ArticleCopy Of(Article article, DateTimeOffset acceptedAt) => new(
        article.Id, article.Url, article.Title,
        article.Summary is { Length: > SummaryLength } summary ? summary[..(SummaryLength - 1)] + "…" : article.Summary,
        article.Tags, article.Section, article.Author, article.Language, article.Image, article.PublishedAt ?? acceptedAt);
}
