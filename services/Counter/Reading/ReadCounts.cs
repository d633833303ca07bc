using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Engagement.Counter.Articles;
using Engagement.Counter.Counting;
using Engagement.Platform.Http;
using Engagement.Platform.Store;
using Engagement.Platform.Urls;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Engagement.Counter.Reading;

/// <summary>
/// <c>GET /api/counts?ids=a,b</c> or <c>?urls=…</c> says the verified counts of up to 100 articles, by whatever was asked for.
/// Articles that are not known are left out.
/// </summary>
sealed class ReadCounts(Ledger ledger, ArticleStore articles, UrlRules urls, SiteOrigins origins)
{
    const int Limit = 100;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var use = (ReadCounts)routes.ServiceProvider.GetService(typeof(ReadCounts))!;
        routes.MapGet("/api/counts", use.Handle).WithSummary("Counts of up to 100 articles").ShortCircuit();
        routes.MapMethods("/api/counts", ["OPTIONS"], use.Preflight).ExcludeFromDescription();
    }

    Task Preflight(HttpContext http) => origins.AnswerPreflight(http);

    async Task Handle(HttpContext http)
    {
        origins.Allow(http);
        var asked = Asked(http.Request.Query["ids"].ToString()).Concat(Asked(http.Request.Query["urls"].ToString())).Distinct().ToList();
        if (asked.Count is 0 or > Limit)
        {
            await Problems.BadRequest("bad-ids", "These counts cannot be asked for",
                $"Name 1 to {Limit} articles with ?ids=a,b or ?urls=…, separated by commas; these are {asked.Count}.").ExecuteAsync(http);
            return;
        }

        var found = await Task.WhenAll(asked.Select(Find));
        var body = Write(asked.Zip(found));
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 8))}\"";
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

    async Task<byte[]?> Find(string asked)
    {
        var id = asked;
        if (asked.Contains(':', StringComparison.Ordinal))
        {
            if (urls.Normalise(asked) is not { } url || await articles.At(url) is not { } known)
                return null;
            id = known;
        }

        if (id.Length > 128)
            return null;

        var fields = await ledger.Db.HashGetAllAsync(Keys.Article(id));
        var state = (string?)fields.FirstOrDefault(field => field.Name == "@").Value;
        return state switch
        {
            null or Keys.Withdrawn => null,
            _ when state[0] == '>' => await Find(state[1..]),
            _ => Counts.Of(fields).ToJson(),
        };
    }

    static IEnumerable<string> Asked(string list) =>
        list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    static byte[] Write(IEnumerable<(string Asked, byte[]? Counts)> entries)
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
            body.Write(counts);
        }

        body.Write("}}"u8);
        return body.WrittenSpan.ToArray();
    }
}
