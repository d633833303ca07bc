using System.ComponentModel;
using Engagement.Counter.Counting;
using Engagement.Counter.Reading;
using Engagement.Platform.Http;
using Engagement.Platform.Keys;
using Engagement.Platform.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using StackExchange.Redis;

namespace Engagement.Counter.History;

/// <summary>
/// <c>/api/counts/holders</c>: which devices hold an article as a bookmark, as hashes and with the secret that makes them, for an installation that moves. Without
/// them a device that takes its bookmark back over there would not be known, and one that sends it again would count twice.
/// </summary>
sealed class BookmarkHolders(Ledger ledger, KeyedHashes hashes)
{
    const int Most = 100;
    const int MostHolders = 50_000;
    const int BodyLimit = 4_000_000;

    /// <summary>The holders of some articles.</summary>
    /// <param name="Secret">With it hashes of other devices can be compared with these: keep it as you keep a key.</param>
    /// <param name="Articles">By id: 16 bytes for each device.</param>
    public sealed record Held(byte[] Secret, IReadOnlyDictionary<string, IReadOnlyList<byte[]>> Articles);

    sealed record Taken(IReadOnlyList<string> Unknown);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/counts/holders", (BookmarkHolders use, [Description("Articles, by comma, at most 100.")] string ids) => use.Read(ids))
            .WithSummary("Who holds articles as bookmarks, in keyed hashes with their secret")
            .RequireScope("admin");
        routes.MapPost("/api/counts/holders", (BookmarkHolders use, Held held) => use.Take(held))
            .WithSummary("Take over who holds articles as bookmarks; done again it changes nothing")
            .WithDescription("Only where no reader has made a bookmark yet, or the secret is the same. Answers with the articles that are not known (yet). At most 100 articles, 50,000 holders and 4 MB a call.")
            .WithMetadata(new RequestSizeLimitAttribute(BodyLimit))
            .RequireScope("admin");
    }

    async Task<Results<Ok<Held>, ProblemHttpResult>> Read(string ids)
    {
        var articles = Asked.Ids(ids);
        if (articles.Count is 0 or > Most)
            return Problems.BadRequest("bad-export", "These cannot be exported", $"Name 1 to {Most} articles with ?ids=a,b.");
        var held = new Dictionary<string, IReadOnlyList<byte[]>>();
        foreach (var id in articles)
        {
            var members = new List<byte[]>();
            await foreach (var member in ledger.Db.SetScanAsync(Keys.Bookmarks(id), pageSize: 1_000))
                members.Add((byte[])member!);
            if (members.Count > 0)
                held[id] = [.. members.DistinctBy(Convert.ToHexString).OrderBy(Convert.ToHexString, StringComparer.Ordinal)];
        }

        return TypedResults.Ok(new Held(await hashes.DeviceSecret(), held));
    }

    async Task<Results<Ok<Taken>, ProblemHttpResult>> Take(Held held)
    {
        if (held.Secret.Length != 32 || held.Articles.Count > Most || held.Articles.Any(article => article.Key.Length is 0 or > 128 || article.Value.Any(holder => holder.Length != 16))
            || held.Articles.Sum(article => article.Value.Count) > MostHolders)
        {
            return Problems.BadRequest("bad-holders", "These cannot be taken over", $"Send a secret of 32 bytes, and at most {Most} articles with {MostHolders} holders of 16 bytes each, as they were exported.");
        }

        if (!await hashes.TakeDeviceSecret(held.Secret))
        {
            return Problems.Conflict("other-secret", "Readers have made bookmarks here already",
                "Their hashes have another secret, so that these could never be found again. Import into a new installation, before its first reader.");
        }

        var known = await Task.WhenAll(held.Articles.Select(async article => (article.Key, IsKnown: (bool)await ledger.Run(Script,
            [Keys.Article(article.Key), Keys.Bookmarks(article.Key), Keys.Taken(KeyedHashes.OfHolders(article.Key, article.Value))], [.. article.Value.Select(holder => (RedisValue)holder)]))));
        await ledger.Flush();
        return TypedResults.Ok(new Taken([.. known.Where(article => !article.IsKnown).Select(article => article.Key)]));
    }

    // Taken over once: a device that has since taken its bookmark back must not hold it again because the file was imported again.
    const string Script = """
        local state = redis.call('HGET', KEYS[1], '@')
        if not state then return 0 end
        if redis.call('SET', KEYS[3], '', 'NX') then
            for i = 1, #ARGV do redis.call('SADD', KEYS[2], ARGV[i]) end
        end
        return 1
        """;
}
