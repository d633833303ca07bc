using Engagement.Dashboard.Api;

namespace Engagement.Dashboard.Articles;

/// <summary>Puts together what three services know of a page of articles.</summary>
sealed class LoadRows(CatalogueApi catalogue, PostsApi posts)
{
    /// <summary>One page of the list.</summary>
    /// <param name="Rows">Its lines.</param>
    /// <param name="Next">Where the next page begins; null after the last.</param>
    /// <param name="Problem">What a service could not answer; the rows show what is known.</param>
    public sealed record Page(IReadOnlyList<ArticleRow> Rows, string? Next, ApiProblem? Problem);

    /// <summary>Loads a page by its query: filter and cursor.</summary>
    public async Task<Page> Load(params (string Name, string? Value)[] query) => await Join(await catalogue.List(query));

    /// <summary>Loads the newest.</summary>
    public async Task<Page> Load(int length) => await Join(await catalogue.List(length));

    async Task<Page> Join(Answer<Api.ArticlePage> page)
    {
        var articles = page.Value?.Articles ?? [];
        var ids = articles.Select(article => article.Id).ToList();
        var counts = catalogue.Counts(ids);
        var found = posts.Of(ids);
        await Task.WhenAll(counts, found);
        var byArticle = (found.Result.Value ?? []).ToLookup(post => post.ArticleId);
        return new(
            [.. articles.Select(article => new ArticleRow(article, counts.Result.Value?.GetValueOrDefault(article.Id), [.. byArticle[article.Id]]))],
            page.Value?.Next,
            page.Problem ?? counts.Result.Problem ?? found.Result.Problem);
    }
}
