using Engagement.Benchmarks.Load;
using Engagement.Contracts;
using Engagement.Counter.Articles;
using Engagement.Platform;
using Engagement.Popularity.Articles;
using Engagement.Popularity.Ranking;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Engagement.Benchmarks.Feedback;

/// <summary>What is measured, in a process of its own.</summary>
static class ServedPopular
{
    /// <summary>
    /// The program as it is shipped, with an archive of articles a1, a2 … that were all shared once, and every hundredth today. <c>change</c> on its input
    /// makes it change the first one's title once a second.
    /// </summary>
    public static async Task<int> Engagement(string[] args)
    {
        var articles = int.Parse(args[0]);
        await using var app = Host.Start.Build(args[1..], Host.Program.Compose);
        await app.StartAsync();
        await Console.Out.WriteLineAsync($"EMPTY {Served.Memory()}");
        var keep = app.Services.GetRequiredService<KeepArticle>();
        var counts = app.Services.GetRequiredService<ApplyCounts>();
        var now = app.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        foreach (var some in Enumerable.Range(1, articles).Chunk(500))
        {
            await keep.Keep([.. some.Select(n => new ArticlePublished(Article(n), now))]);
            await counts.Apply([.. some.Select(n => Counts(n, articles, now))]);
        }

        await app.Services.GetRequiredService<ArticleStore>().Register(Article(1));
        await Console.Out.WriteLineAsync($"READY {app.Services.GetRequiredService<Peers>().Own()} {Served.Memory()}");
        using var done = new CancellationTokenSource();
        var changing = Task.CompletedTask;
        while (await Console.In.ReadLineAsync() is { } word)
        {
            if (word == "change")
                changing = Change(keep, app.Services.GetRequiredService<RollLists>(), now, done.Token);
            else
                await Console.Out.WriteLineAsync($"MEMORY {Served.Memory()}");
        }

        await done.CancelAsync();
        await changing;
        return 0;
    }

    /// <summary>Kestrel that only writes a file's bytes, or 304 to whoever has them.</summary>
    public static async Task<int> BareFile(string path)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        var body = await File.ReadAllBytesAsync(path);
        app.MapGet("/api/popular", (RequestDelegate)(http =>
        {
            var response = http.Response;
            if (http.Request.Headers.IfNoneMatch == "\"same\"")
            {
                response.StatusCode = 304;
                return Task.CompletedTask;
            }

            response.ContentType = "application/json; charset=utf-8";
            response.ContentLength = body.Length;
            return response.Body.WriteAsync(body).AsTask();
        }));
        await app.StartAsync();
        await Console.Out.WriteLineAsync($"READY {app.Urls.First()} {Served.Memory()}");
        while (await Console.In.ReadLineAsync() is not null)
            await Console.Out.WriteLineAsync($"MEMORY {Served.Memory()}");
        return 0;
    }

    static async Task Change(KeepArticle keep, RollLists roller, DateTimeOffset now, CancellationToken cancellation)
    {
        using var second = new PeriodicTimer(TimeSpan.FromSeconds(1));
        for (var revision = 2; !cancellation.IsCancellationRequested; revision++)
        {
            await keep.Keep(Article(1) with { Revision = revision, Title = $"at {Environment.TickCount64}" }, now);
            roller.Ring();
            await second.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    public static Article Article(int n) => new()
    {
        Id = $"a{n}",
        Revision = 1,
        Url = $"https://example.org/2026/{n}-treaty-enters-into-force.html",
        Title = $"Treaty {n} enters into force after years of negotiations between the parties",
        Summary = new string('s', 200),
        Section = $"Section {n % 8}",
        Author = $"Author {n % 40}",
        Tags = n % 10 == 1 ? ["Nuclear Issues", "Missile Defense", $"Tag {n % 50}"] : ["Nuclear Issues", $"Tag {n % 50}", $"Tag {50 + n % 500}"],
        PublishedAt = DateTimeOffset.UnixEpoch.AddDays(15_000 + n % 5_000),
    };

    static ArticleCounts Counts(int n, int all, DateTimeOffset now)
    {
        // The first is far ahead, so that it leads the list whatever readers do.
        var shares = new Dictionary<string, long> { ["share:x"] = n == 1 ? 1_000_000 : 1 + n * 7919L % 1_000, ["share:bluesky"] = 1 + n % 20 };
        var isRecent = all <= 1_000 || n % 100 == 1;
        var seconds = isRecent ? 60 : 86_400;
        // Not in the last minutes: those are the Counter's, and a bucket has one who counts it.
        var at = now.ToUnixTimeSeconds() - (isRecent ? 300 + n % 3_000 : 86_400L * (100 + n % 4_000));
        return new($"a{n}", new(DateTimeOffset.UnixEpoch, 0, 1, shares), [new(DateTimeOffset.FromUnixTimeSeconds(at / seconds * seconds), seconds, 1, shares)]);
    }
}
