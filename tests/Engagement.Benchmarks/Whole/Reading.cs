using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Engagement.Benchmarks.Load;
using Engagement.SystemTests;

namespace Engagement.Benchmarks.Whole;

/// <summary>What readers and the site do: beacons one by one and in bulk, counts and lists, and how soon a share is in a list.</summary>
static class Reading
{
    public const int Articles = 1_000;

    public static async Task Measure(Mode mode, Child bare, Limits limits, int seconds, List<Figure> figures)
    {
        await using var site = await Installation.Start(mode, [("Engagement:Counter:VisitorWindow", "00:00:00")]);
        await Register(site);
        var counter = site.Of("counter").Address.ToString().TrimEnd('/');
        await Wrk.Run(counter, "beacon.lua", 10, Articles); // compiled and settled

        var beacons = await Wrk.Run(counter, "beacon.lua", seconds, Articles);
        figures.Add(new("POST /e, requests/s", beacons.PerSecond, limits.Beacons));
        figures.Add(new("POST /e, p99 ms at 64 connections", beacons.P99));
        figures.Add(new("POST /api/events, events/s", await BulkClient.Run(counter, Installation.Key, seconds, Articles)));
        figures.Add(new("GET /api/counts, requests/s", (await Wrk.Run(counter, "counts.lua", seconds, Articles)).PerSecond, limits.Counts));
        await List(site, bare, seconds, figures);
        await BeaconToList(site, figures);
        figures.Add(new("memory after the load, MB, all processes", site.Instances.Sum(instance => instance.Memory) / 1e6));
    }

    /// <summary>Registers articles a1, a2 … and returns when the counter counts for them.</summary>
    public static async Task Register(Installation site)
    {
        foreach (var some in Enumerable.Range(1, Articles).Chunk(100))
        {
            using var answer = await site.Of("intake").Admin.PostAsJsonAsync("/api/articles", some.Select(number => new
            {
                id = $"a{number}",
                url = $"https://example.org/2026/{number}.html",
                title = $"Article {number} of the reading run",
                noSocial = true,
            }));
            answer.EnsureSuccessStatusCode();
        }

        // The counter hears of them a moment later.
        for (var known = false; !known; known = await Share(site, $"known-{Stopwatch.GetTimestamp()}", $"a{Articles}") && await Shares(site, $"a{Articles}") > 0)
            await Task.Delay(100);
    }

    static async Task List(Installation site, Child bare, int seconds, List<Figure> figures)
    {
        const string path = "/api/popular?list=shared&window=24h";
        var popularity = site.Of("popularity");
        var length = (await popularity.Reader.GetByteArrayAsync(path)).Length;
        var limit = (await Wrk.Get(bare.Address, $"/bytes/{length}", seconds)).PerSecond;
        var lists = await Wrk.Get(popularity.Address.ToString().TrimEnd('/'), path, seconds);
        figures.Add(new("GET /api/popular, requests/s", lists.PerSecond, limit));
    }

    /// <summary>A share of an article that nobody shared, until it stands in the list of the last hour.</summary>
    static async Task BeaconToList(Installation site, List<Figure> figures)
    {
        var took = new List<double>();
        for (var round = 0; round < 20; round++)
        {
            var article = $"late-{round}";
            using var answer = await site.Of("intake").Admin.PostAsJsonAsync("/api/articles",
                new { id = article, url = $"https://example.org/2026/{article}.html", title = $"Late {round}", noSocial = true, tags = new[] { article } });
            answer.EnsureSuccessStatusCode();
            await Task.Delay(500);
            var watch = Stopwatch.StartNew();
            await Share(site, $"late-{Stopwatch.GetTimestamp()}", article);
            while (watch.Elapsed < TimeSpan.FromSeconds(30))
            {
                var list = await site.Of("popularity").Reader.GetFromJsonAsync<JsonElement>($"/api/popular?list=shared&window=1h&tag={article}");
                if (list.GetProperty("articles").GetArrayLength() > 0)
                    break;
                await Task.Delay(5);
            }

            took.Add(watch.Elapsed.TotalMilliseconds);
        }

        took.Sort();
        figures.Add(new("beacon → list, p50 ms", Quantile.At(took, 0.5)));
        figures.Add(new("beacon → list, p95 ms", Quantile.At(took, 0.95)));
    }

    static async Task<bool> Share(Installation site, string id, string article)
    {
        using var answer = await site.Of("counter").Reader.PostAsJsonAsync("/e", new { id, article, kind = "share", target = "x" });
        return answer.IsSuccessStatusCode;
    }

    static async Task<int> Shares(Installation site, string article)
    {
        var counts = (await site.Of("counter").Reader.GetFromJsonAsync<JsonElement>($"/api/counts?ids={article}")).GetProperty("counts");
        return counts.TryGetProperty(article, out var counted) ? counted.GetProperty("shares").GetInt32() : 0;
    }
}
