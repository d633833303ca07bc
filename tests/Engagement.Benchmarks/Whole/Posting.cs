using System.Diagnostics;
using System.Net.Http.Json;
using Engagement.Benchmarks.Load;
using Engagement.Fakes.X;
using Engagement.SystemTests;

namespace Engagement.Benchmarks.Whole;

/// <summary>From <c>POST /api/articles</c> until the request stands at X: one article after the other, as a newsroom publishes.</summary>
static class Posting
{
    const int Articles = 200;

    public static async Task Measure(Mode mode, List<Figure> figures)
    {
        await using var x = await FakeX.Start(new FakeXOptions { RateLimits = new Dictionary<Call, int>() });
        await using var site = await Installation.Start(mode, [.. x.Settings, ("Engagement:X:MonthlyBudget", "1000")]);
        var took = new List<double>();
        for (var number = -20; number < Articles; number++)
        {
            var before = x.Timeline.Count;
            var watch = Stopwatch.StartNew();
            using var answer = await site.Of("intake").Admin.PostAsJsonAsync("/api/articles", new
            {
                id = $"post-{number}",
                url = $"https://example.org/2026/post-{number}.html",
                title = $"Article {number} of the posting run",
                publishedAt = TimeProvider.System.GetUtcNow(),
            });
            answer.EnsureSuccessStatusCode();
            while (x.Timeline.Count == before && watch.Elapsed < TimeSpan.FromSeconds(30))
                await Task.Delay(1);
            if (number >= 0) // the first twenty compile the way
                took.Add(watch.Elapsed.TotalMilliseconds);
        }

        took.Sort();
        figures.Add(new("article → X, p50 ms", Quantile.At(took, 0.5)));
        figures.Add(new("article → X, p99 ms", Quantile.At(took, 0.99)));
    }
}
