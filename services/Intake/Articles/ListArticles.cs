using System.ComponentModel;
using System.Globalization;
using System.Text.Json.Nodes;
using Engagement.Intake.Catalogue;
using Engagement.Platform.Http;
using Engagement.Platform.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Engagement.Intake.Articles;

/// <summary>
/// <c>GET /api/articles</c>: the catalogue, newest first. Each tag, section and author has a list of its own. Whatever else is asked for is looked
/// for by walking the list, so a call ends after some thousand articles even if it found few, and its cursor goes on from there.
/// </summary>
sealed class ListArticles(ReadLists lists, CatalogueStore catalogue, TimeProvider time)
{
    readonly TimeProvider time = time;

    const int Page = 200;
    const int SearchedAtOnce = 500;
    const int MaxWalk = 20_000;
    const int MaxWalkWhileMoving = 2_000;

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/articles", Handle)
        .WithSummary("The articles, newest first")
        .WithDescription("A page may hold fewer than limit, even none, while next is not null: go on with cursor=next. reached says up to where it looked.")
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

        var place = to is { } end ? new Place(end.ToUnixTimeMilliseconds(), "") : Place.Newest;
        if (!string.IsNullOrEmpty(cursor) && !Cursor.TryRead(cursor, out place))
        {
            return Problems.BadRequest("bad-cursor", "The cursor is not one of ours", "Send the value of \"next\" of the answer before, or none.");
        }

        var filter = new ArticleFilter(search, tag, section, author);
        var (articles, next) = ids is null
            ? await list.Walk(filter, from, place, limit, cancellation)
            : (await list.Named(ids, filter), (Place?)null);
        return TypedResults.Ok(new JsonObject
        {
            ["articles"] = new JsonArray([.. articles.Select(article => ListedArticle.Of(article, list.time.GetUtcNow()))]),
            ["next"] = next is { } last ? Cursor.Write(last) : null,
            ["reached"] = next is { } reached ? DateTimeOffset.FromUnixTimeMilliseconds(reached.At) : null,
        });
    }

    async Task<IReadOnlyList<StoredArticle>> Named(string ids, ArticleFilter filter)
    {
        var wanted = ids.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct().Take(Page).ToList();
        var found = await catalogue.Load(wanted);
        return [.. wanted.Select(found.GetValueOrDefault).OfType<StoredArticle>().Where(filter.Matches)];
    }

    async Task<(IReadOnlyList<StoredArticle>, Place? Next)> Walk(
        ArticleFilter filter, DateTimeOffset? from, Place place, int limit, CancellationToken cancellation)
    {
        var areMoving = await lists.AreMoving();
        var list = areMoving ? ArticleLists.All : await lists.Shortest(filter.Lists);
        var page = filter.IsByListAlone && (!areMoving || !filter.Lists.Any()) ? limit : SearchedAtOnce;
        var oldest = from?.ToUnixTimeMilliseconds() ?? long.MinValue;
        List<StoredArticle> found = [];
        for (var walked = 0; walked < (areMoving ? MaxWalkWhileMoving : MaxWalk); walked += page)
        {
            cancellation.ThrowIfCancellationRequested();
            var places = await lists.Read(list, place, page);
            var within = places.TakeWhile(one => one.At >= oldest).ToList();
            var articles = await catalogue.Load([.. within.Select(one => one.Id)], filter.MayMatch);
            foreach (var one in within)
            {
                place = one;
                if (articles.TryGetValue(one.Id, out var article) && filter.Matches(article))
                {
                    found.Add(article);
                    if (found.Count == limit)
                    {
                        return (found, one);
                    }
                }
            }

            if (within.Count < page)
            {
                return (found, null);
            }
        }

        return (found, place);
    }
}

/// <summary>A cursor is the place of the last article that was looked at, so what is published, changed or withdrawn meanwhile shifts nothing.</summary>
static class Cursor
{
    public static string Write(Place place) => string.Create(CultureInfo.InvariantCulture, $"{place.At}:{place.Id}");

    public static bool TryRead(string cursor, out Place place)
    {
        var colon = cursor.IndexOf(':', StringComparison.Ordinal);
        var isOne = long.TryParse(cursor.AsSpan(0, Math.Max(colon, 0)), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var at);
        place = new(at, cursor[(colon + 1)..]);
        return isOne;
    }
}

/// <summary>What a person looks for.</summary>
sealed record ArticleFilter(string? Search, string? Tag, string? Section, string? Author)
{
    readonly string[] words = (Search ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Lists of the catalogue that hold whatever passes.</summary>
    public IEnumerable<string> Lists => new[]
    {
        Tag is null ? null : ArticleLists.Tag(Tag), Section is null ? null : ArticleLists.Section(Section), Author is null ? null : ArticleLists.Author(Author),
    }.OfType<string>();

    /// <summary>True where all of such a list passes.</summary>
    public bool IsByListAlone => words.Length == 0 && Lists.Count() < 2;

    /// <summary>False where an article's JSON shows that it does not pass. Letters and digits of ASCII stand in it as they are, others may be escaped.</summary>
    public bool MayMatch(string json) => words.All(word => !word.All(char.IsAsciiLetterOrDigit) || json.Contains(word, StringComparison.OrdinalIgnoreCase));

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
