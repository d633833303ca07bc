using System.ComponentModel;
using System.Text.Json.Nodes;
using Engagement.Intake.Catalogue;
using Engagement.Platform.Http;
using Engagement.Platform.Keys;
using Engagement.Platform.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using StackExchange.Redis;

namespace Engagement.Intake.Articles;

/// <summary>
/// <c>GET /api/articles</c>: the catalogue, newest first. A filter is looked for by walking the list, so a call ends after some
/// thousand articles even if it found few, and its cursor goes on from there.
/// </summary>
sealed class ListArticles(Ledger ledger, CatalogueStore catalogue, TimeProvider time)
{
    readonly TimeProvider time = time;

    const int Page = 200;
    const int MaxWalk = 5_000;

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/articles", Handle)
        .WithSummary("The articles, newest first")
        .WithDescription("A page may hold fewer than limit, even none, while next is not null: go on with cursor=next.")
        .RequireScope("read");

    static async Task<Results<Ok<JsonObject>, ProblemHttpResult>> Handle(ListArticles list, CancellationToken cancellation,
        [Description("Only these, by comma, at most 200.")] string? ids = null,
        [Description("Words that the title, summary, author or URL holds, in any case.")] string? search = null,
        string? tag = null, string? section = null, string? author = null,
        [Description("Published at or after this time.")] DateTimeOffset? from = null,
        [Description("Published before this time.")] DateTimeOffset? to = null,
        [Description("1 to 200, default 50.")] int limit = 50,
        [Description("As the page before gave it in next.")] string? cursor = null)
    {
        if (limit is < 1 or > Page)
        {
            return Problems.BadRequest("bad-limit", "The limit is out of range", $"limit must be between 1 and {Page}; it is {limit}.");
        }

        var filter = new ArticleFilter(search, tag, section, author);
        var (articles, next) = ids is null
            ? await list.Walk(filter, from, to, limit, cursor, cancellation)
            : (await list.Named(ids, filter), null);
        return TypedResults.Ok(new JsonObject
        {
            ["articles"] = new JsonArray([.. articles.Select(article => ListedArticle.Of(article, list.time.GetUtcNow()))]),
            ["next"] = next,
        });
    }

    async Task<IReadOnlyList<StoredArticle>> Named(string ids, ArticleFilter filter)
    {
        var wanted = ids.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct().Take(Page).ToList();
        var found = await catalogue.Load(wanted);
        return [.. wanted.Select(found.GetValueOrDefault).OfType<StoredArticle>().Where(filter.Matches)];
    }

    async Task<(IReadOnlyList<StoredArticle>, string? Next)> Walk(
        ArticleFilter filter, DateTimeOffset? from, DateTimeOffset? to, int limit, string? cursor, CancellationToken cancellation)
    {
        var place = await Begin(to, cursor);
        var oldest = from?.ToUnixTimeMilliseconds() ?? double.NegativeInfinity;
        List<StoredArticle> found = [];
        for (var walked = 0; walked < MaxWalk; walked += Page, place += Page)
        {
            cancellation.ThrowIfCancellationRequested();
            var page = await ledger.Db.SortedSetRangeByRankWithScoresAsync(Keys.Listing, place, place + Page - 1, Order.Descending);
            var ids = page.TakeWhile(entry => entry.Score >= oldest).Select(entry => (string)entry.Element!).ToList();
            var articles = await catalogue.Load(ids);
            foreach (var id in ids)
            {
                if (articles.TryGetValue(id, out var article) && filter.Matches(article))
                {
                    found.Add(article);
                    if (found.Count == limit)
                    {
                        return (found, id);
                    }
                }
            }

            if (ids.Count < Page)
            {
                return (found, null);
            }

            cursor = ids[^1];
        }

        return (found, cursor);
    }

    /// <summary>A cursor is the last article that was looked at, so what is published meanwhile shifts nothing.</summary>
    async Task<long> Begin(DateTimeOffset? to, string? cursor)
    {
        if (cursor is not null)
        {
            return await ledger.Db.SortedSetRankAsync(Keys.Listing, cursor, Order.Descending) + 1 ?? 0;
        }

        return to is { } end ? await ledger.Db.SortedSetLengthAsync(Keys.Listing, end.ToUnixTimeMilliseconds(), double.PositiveInfinity) : 0;
    }
}

/// <summary>What a person looks for.</summary>
sealed record ArticleFilter(string? Search, string? Tag, string? Section, string? Author)
{
    readonly string[] words = (Search ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public bool Matches(StoredArticle stored)
    {
        var article = stored.Article;
        return (Tag is null || article.Tags.Contains(Tag, StringComparer.OrdinalIgnoreCase))
            && (Section is null || string.Equals(article.Section, Section, StringComparison.OrdinalIgnoreCase))
            && (Author is null || string.Equals(article.Author, Author, StringComparison.OrdinalIgnoreCase))
            && words.All(word => new[] { article.Title, article.Summary, article.Author, article.Url, article.Id }
                .Any(text => text?.Contains(word, StringComparison.OrdinalIgnoreCase) == true));
    }
}
