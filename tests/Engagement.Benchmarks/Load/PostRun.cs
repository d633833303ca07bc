using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Engagement.Fakes.X;
using Engagement.Platform.Commands;

namespace Engagement.Benchmarks.Load;

/// <summary>
/// Measures how soon news is on its way: from sending <c>POST /api/articles</c> to the arrival of <c>POST /2/tweets</c> at a fake X on the
/// same machine, in a program of its own process. Prints a Markdown table, and exits with 1 where p99 is above the promise.
/// </summary>
static class PostRun
{
    const string Key = "post-run-admin-key-0123456789";
    const double PromisedMilliseconds = 250;

    public static async Task<int> Run(string[] args)
    {
        var given = new Arguments(args, "--articles", "--per-second", "--ledgers");
        var articles = int.Parse(given.Value("--articles") ?? "500", CultureInfo.InvariantCulture);
        var perSecond = double.Parse(given.Value("--per-second") ?? "5", CultureInfo.InvariantCulture);
        await Console.Out.WriteLineAsync($"""
            {Environment.ProcessorCount} cores, {articles} articles, {perSecond} a second, after 20 to warm up; from POST /api/articles to the request at X, ms

            | ledger | p50 | p90 | p99 | worst | arrived | answered 202: p50 | p99 |
            |---|---:|---:|---:|---:|---:|---:|---:|
            """);
        var kept = true;
        foreach (var ledger in (given.Value("--ledgers") ?? "garnet,redis").Split(','))
        {
            var (took, answered) = await Measure(ledger, articles, perSecond);
            kept &= took.Count == articles && Quantile.At(took, 0.99) <= PromisedMilliseconds;
            await Console.Out.WriteLineAsync(
                $"| {ledger} | {Quantile.At(took, 0.5):N0} | {Quantile.At(took, 0.9):N0} | {Quantile.At(took, 0.99):N0} | {took[^1]:N0} | {took.Count} | {Quantile.At(answered, 0.5):N0} | {Quantile.At(answered, 0.99):N0} |");
        }

        return kept ? 0 : 1;
    }

    /// <summary>Milliseconds, in ascending order.</summary>
    static async Task<(List<double> Took, List<double> Answered)> Measure(string ledger, int articles, double perSecond)
    {
        var directory = Directory.CreateTempSubdirectory("engagement-post-").FullName;
        using var redis = ledger == "redis" ? Redis.Start(directory) : null;
        await using var x = await FakeX.Start(new FakeXOptions { RateLimits = new Dictionary<Call, int>() });
        var site = await Child.Start(["serve", "0", "--urls=http://127.0.0.1:0", $"--Engagement:AdminKey={Key}",
            $"--Engagement:DataDirectory={directory}", $"--Engagement:Store={redis?.Connection}", "--Engagement:Site:Url=https://example.org",
            "--Logging:LogLevel:Default=Warning",
            .. x.Settings.Select(setting => $"--{setting.Path}={setting.Value}")]);
        using var http = new HttpClient { BaseAddress = new Uri(site.Address) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);

        await Publish(http, "warm", 20, 20, (_, _) => { }, _ => { });
        await Arrived(x, "warm", 20);
        var (sent, answered) = (new ConcurrentDictionary<string, DateTimeOffset>(), new ConcurrentBag<double>());
        await Publish(http, "run", articles, perSecond, (id, at) => sent[id] = at, answered.Add);
        var arrived = await Arrived(x, "run", articles);
        site.Dispose();
        var took = sent.Where(one => arrived.ContainsKey(one.Key)).Select(one => (arrived[one.Key] - one.Value).TotalMilliseconds).Order().ToList();
        Directory.Delete(directory, recursive: true);
        return (took, [.. answered.Order()]);
    }

    /// <summary>Open loop: an article is sent at its time, whether or not the one before was answered.</summary>
    static async Task Publish(HttpClient http, string run, int articles, double perSecond, Action<string, DateTimeOffset> sent,
        Action<double> answered)
    {
        using var beat = new PeriodicTimer(TimeSpan.FromSeconds(1 / perSecond));
        var answers = new List<Task>();
        for (var number = 0; number < articles; number++)
        {
            await beat.WaitForNextTickAsync();
            answers.Add(One($"{run}{number}"));
        }

        await Task.WhenAll(answers);

        async Task One(string id)
        {
            var start = TimeProvider.System.GetUtcNow();
            sent(id, start);
            using var answer = await http.PostAsJsonAsync("/api/articles", new
            {
                id,
                url = $"https://example.org/2026/{id}.html",
                title = $"What article {id} of the run says about missile defence",
                summary = "A summary of the length that editors like to write.",
                tags = new[] { "Nuclear Issues", "Missile Defense" },
                section = "Security",
            });
            answer.EnsureSuccessStatusCode();
            answered((TimeProvider.System.GetUtcNow() - start).TotalMilliseconds);
        }
    }

    /// <summary>When the post of each article first arrived; waits up to half a minute for the last.</summary>
    static async Task<Dictionary<string, DateTimeOffset>> Arrived(FakeX x, string run, int articles)
    {
        using var moment = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        for (var look = 0; ; look++)
        {
            var arrived = x.Requests.Where(request => request.Call == Call.CreatePost && request.Body.Contains($"/2026/{run}", StringComparison.Ordinal))
                .GroupBy(request => IdOf(request.Body)).ToDictionary(post => post.Key, post => post.Min(request => request.At));
            if (arrived.Count >= articles || look > 600)
                return arrived;

            await moment.WaitForNextTickAsync();
        }
    }

    static string IdOf(string body) => body.Split("/2026/")[1].Split(".html")[0];
}
