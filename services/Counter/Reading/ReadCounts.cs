using System.Buffers;
using System.Text;
using Engagement.Counter.Articles;
using Engagement.Counter.Counting;
using Engagement.Platform.Http;
using Engagement.Platform.Store;
using Engagement.Platform.Urls;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Counter.Reading;

/// <summary>
/// <c>GET /api/counts?ids=a,b</c> or <c>?urls=…</c> says the verified counts of up to 100 articles, by whatever was asked for.
/// Articles that are not known are left out.
/// </summary>
sealed class ReadCounts([FromKeyedServices(Ledger.FastLane)] Ledger ledger, CountCache cache, ArticleStore articles, UrlRules urls, SiteOrigins origins)
{
    const int Limit = 100;

    static readonly SearchValues<char> PlainId = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._~-");

    public static void Map(IEndpointRouteBuilder routes)
    {
        var use = (ReadCounts)routes.ServiceProvider.GetService(typeof(ReadCounts))!;
        routes.MapGet("/api/counts", routes.WithProblems(use.Handle)).WithSummary("Counts of up to 100 articles")
            .Documented(use.Handle, StatusCodes.Status200OK, null, "ids", "urls").ShortCircuit();
        routes.MapMethods("/api/counts", ["OPTIONS"], use.Preflight).ExcludeFromDescription();
    }

    Task Preflight(HttpContext http) => origins.AnswerPreflight(http);

    async Task Handle(HttpContext http)
    {
        origins.Allow(http);
        if (Single(http.Request.QueryString.Value) is { } one && await Find(one) is { } only && only.Id == one)
        {
            await Answer(http, only.Body, only.Tag);
            return;
        }

        var asked = Asked.Of(http.Request.Query["ids"].ToString()).Concat(Asked.Of(http.Request.Query["urls"].ToString())).Distinct().ToList();
        if (asked.Count is 0 or > Limit)
        {
            await Problems.BadRequest("bad-ids", "These counts cannot be asked for",
                $"Name 1 to {Limit} articles with ?ids=a,b or ?urls=…, separated by commas; these are {asked.Count}.").ExecuteAsync(http);
            return;
        }

        var found = await Task.WhenAll(asked.Select(one => Find(one).AsTask()));
        var body = Write(asked.Zip(found));
        await Answer(http, body, CachedCounts.TagOf(body));
    }

    /// <summary>The article where the query names just one by its plain id, as the widget does; null else.</summary>
    static string? Single(string? query) =>
        query?.StartsWith("?ids=", StringComparison.Ordinal) == true && query.AsSpan(5).IndexOfAnyExcept(PlainId) < 0 && query.Length > 5 ? query[5..] : null;

    static async Task Answer(HttpContext http, byte[] body, string tag)
    {
        http.Response.Headers.ETag = tag;
        http.Response.Headers.CacheControl = "public, max-age=5, stale-while-revalidate=600";
        if (http.Request.Headers.IfNoneMatch.ToString().Contains(tag, StringComparison.Ordinal))
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        http.Response.ContentType = "application/json";
        http.Response.ContentLength = body.Length;
        await http.Response.BodyWriter.WriteAsync(body, http.RequestAborted);
    }

    async ValueTask<CachedCounts?> Find(string asked)
    {
        if (cache.Find(asked) is { } known)
            return known;

        var id = asked;
        if (asked.Contains(':', StringComparison.Ordinal))
        {
            if (urls.Normalise(asked) is not { } url || await articles.At(url) is not { } there)
                return null;
            id = there;
        }

        if (id.Length > 128)
            return null;

        var stamp = cache.Stamp(id);
        var fields = await ledger.Db.HashGetAllAsync(Keys.Article(id));
        var state = (string?)fields.FirstOrDefault(field => field.Name == "@").Value;
        return state switch
        {
            null or Keys.Withdrawn => null,
            _ when state[0] == '>' => await Find(state[1..]),
            _ => Keep(id, CachedCounts.Of(id, Counts.Of(fields).ToJson()), stamp),
        };
    }

    CachedCounts Keep(string id, CachedCounts counts, long stamp)
    {
        cache.Keep(id, counts, stamp);
        return counts;
    }

    static byte[] Write(IEnumerable<(string Asked, CachedCounts? Counts)> entries)
    {
        var body = new ArrayBufferWriter<byte>(256);
        body.Write("""{"counts":{"""u8);
        var isFirst = true;
        foreach (var (asked, counts) in entries)
        {
            if (counts is null)
                continue;
            if (!isFirst)
                body.Write(","u8);
            isFirst = false;
            body.Write(Encoding.UTF8.GetBytes(System.Text.Json.JsonSerializer.Serialize(asked, Json.Options)));
            body.Write(":"u8);
            body.Write(counts.Json);
        }

        body.Write("}}"u8);
        return body.WrittenSpan.ToArray();
    }
}
