using Engagement.Dashboard.Api;

namespace Engagement.Dashboard.Articles;

/// <summary>Puts together what three services know of a page of articles.</summary>
sealed class LoadRows(CatalogueApi catalogue, PopularApi popular, PostsApi posts)
{
    /// <summary>A list by figures holds this many; Popularity ranks no further.</summary>
    public const int Ranked = 100;

    /// <summary>One page of the list.</summary>
    /// <param name="Rows">Its lines.</param>
    /// <param name="Next">Where the next page begins; null after the last.</param>
    /// <param name="Problem">What a service could not answer; the rows show what is known.</param>
    /// <param name="Reached">Up to which time of publication was looked; null after the last.</param>
    public sealed record Page(IReadOnlyList<ArticleRow> Rows, string? Next, ApiProblem? Problem, DateTimeOffset? Reached = null);

    /// <summary>A search looks through twenty thousand articles a call. It goes on by itself this often, which takes about a second; then a person is asked.</summary>
    const int Calls = 15;

    /// <summary>Loads a page by its query: filter and cursor.</summary>
    /// <param name="view">What is compared.</param>
    /// <param name="query">Filter and cursor.</param>
    public async Task<Page> Load(ArticleView view, params (string Name, string? Value)[] query)
    {
        var page = await catalogue.List(query);
        for (var calls = 1; calls < Calls && page.Value is { Articles.Count: 0, Next: { } next }; calls++)
        {
            page = await catalogue.List([.. query.Where(part => part.Name != "cursor"), ("cursor", next)]);
        }

        return await Join(page, view.Hours);
    }

    /// <summary>Loads the newest.</summary>
    public async Task<Page> Load(int length) => await Join(await catalogue.List(length), null);

    /// <summary>Loads the articles with the highest figures. The list can be of one tag, section or author; whatever else is asked for is looked for in that list.</summary>
    public async Task<Page> LoadRanked(ArticleView view, IReadOnlyDictionary<string, string> filter)
    {
        var facet = new[] { "tag", "section", "author" }.FirstOrDefault(filter.ContainsKey);
        var list = await popular.List(view.Sort, view.Window, Ranked, facet is null ? [] : [(facet, filter[facet])]);
        var ranks = (list.Value?.Articles ?? []).ToDictionary(article => article.Id, article => article.Rank);
        var named = await catalogue.Named([.. ranks.Keys]);
        var articles = (named.Value?.Articles ?? []).Where(article => ArticleFilter.Passes(article, filter)).OrderBy(article => ranks[article.Id]).ToList();
        var page = await Join(new(new Api.ArticlePage(articles, null), named.Problem), view.Hours);
        return page with { Problem = list.Problem ?? page.Problem };
    }

    async Task<Page> Join(Answer<Api.ArticlePage> page, int? hours)
    {
        var articles = page.Value?.Articles ?? [];
        var ids = articles.Select(article => article.Id).ToList();
        var counts = catalogue.Counts(ids);
        var found = posts.Of(ids);
        var periods = hours is { } span ? catalogue.Compare(ids, span) : Task.FromResult<IReadOnlyDictionary<string, PeriodCounts>>(new Dictionary<string, PeriodCounts>());
        await Task.WhenAll(counts, found, periods);
        var byArticle = (found.Result.Value ?? []).ToLookup(post => post.ArticleId);
        return new(
            [.. articles.Select(article => new ArticleRow(article, counts.Result.Value?.GetValueOrDefault(article.Id), [.. byArticle[article.Id]], periods.Result.GetValueOrDefault(article.Id)))],
            page.Value?.Next,
            page.Problem ?? counts.Result.Problem ?? found.Result.Problem,
            page.Value?.Reached);
    }
}
