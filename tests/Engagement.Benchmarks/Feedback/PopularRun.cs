using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Engagement.Benchmarks.Load;
using Engagement.Platform.Commands;

namespace Engagement.Benchmarks.Feedback;

/// <summary>
/// Measures what flows back to the site, each figure against its bare limit in the same run: lists against a server that only writes the same bytes,
/// from a beacon to the list, and what an article costs in the ledger.
/// </summary>
static class PopularRun
{
    public const string Key = "load-run-admin-key-0123456789";

    public static async Task<int> Run(string[] args)
    {
        var given = new Arguments(args, "--seconds", "--repeat", "--connections", "--ledgers", "--articles");
        var seconds = int.Parse(given.Value("--seconds") ?? "10");
        var repeat = int.Parse(given.Value("--repeat") ?? "3");
        var connections = int.Parse(given.Value("--connections") ?? "10000");
        await Console.Out.WriteLineAsync($"""
            {Environment.ProcessorCount} cores, {seconds} s a run, median of {repeat}; wrk -t1 -c64

            | ledger | articles | GET /api/popular per s | of bare | p99 ms | 304 per s | of bare | one tag's list per s | beacon to list p50 ms | p95 ms | ledger bytes per article |
            |---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
            """);
        var streams = new List<string>();
        foreach (var ledger in (given.Value("--ledgers") ?? "garnet,redis").Split(','))
        {
            foreach (var articles in (given.Value("--articles") ?? "1000,1000000").Split(',').Select(int.Parse))
                await Console.Out.WriteLineAsync(await Lists(ledger, articles, seconds, repeat));
            if (connections > 0)
                streams.Add(await Streams(ledger, connections, seconds));
        }

        if (streams.Count > 0)
        {
            await Console.Out.WriteLineAsync($"""

                | ledger | open streams | changes | told | delivery p50 ms | p99 ms | worst ms | server bytes per connection |
                |---|---:|---:|---:|---:|---:|---:|---:|
                {string.Join('\n', streams)}
                """);
        }

        return 0;
    }

    static async Task<string> Lists(string ledger, int articles, int seconds, int repeat)
    {
        var directory = Directory.CreateTempSubdirectory("engagement-popular-").FullName;
        using var redis = ledger == "redis" ? Redis.Start(directory) : null;
        using var site = await Start(directory, redis, articles);
        var bytes = redis is null ? site.Memory.Filled - site.Memory.Empty : redis.Memory() - redis.Empty;
        using var http = new HttpClient { BaseAddress = new Uri(site.Address) };
        using var first = await http.GetAsync("/api/popular?list=shared&window=all");
        var body = await first.Content.ReadAsByteArrayAsync();
        var file = Path.Combine(directory, "body.json");
        await File.WriteAllBytesAsync(file, body);
        using var bare = await Child.Start("bare-file", file);

        List<double> lists = [], bareLists = [], unchanged = [], bareUnchanged = [], tags = [];
        var worst = 0.0;
        foreach (var _ in Enumerable.Range(0, repeat + 1))
        {
            bareLists.Add((await Wrk.Get(bare.Address, "/api/popular", seconds)).PerSecond);
            var run = await Wrk.Get(site.Address, "/api/popular?list=shared&window=all", seconds);
            lists.Add(run.PerSecond);
            worst = Math.Max(worst, run.P99);
            bareUnchanged.Add((await Wrk.Get(bare.Address, "/api/popular", seconds, "\"same\"")).PerSecond);
            unchanged.Add((await Wrk.Get(site.Address, "/api/popular?list=shared&window=all", seconds, first.Headers.ETag!.ToString())).PerSecond);
            tags.Add((await Wrk.Get(site.Address, "/api/popular?list=shared&window=all&tag=Missile%20Defense", seconds)).PerSecond);
        }

        var delays = await BeaconToList(http, 40);
        Directory.Delete(directory, recursive: true);
        return $"| {ledger} | {articles:N0} | {Quantile.Median(lists):N0} | {Quantile.Median(lists) / Quantile.Median(bareLists):P0} | {worst:N1} | {Quantile.Median(unchanged):N0} | {Quantile.Median(unchanged) / Quantile.Median(bareUnchanged):P0} | {Quantile.Median(tags):N0} | "
            + $"{delays[delays.Count / 2]:N0} | {delays[(int)(delays.Count * 0.95)]:N0} | {bytes / articles:N0} |";
    }

    /// <summary>From sending a reader's event until the answer to everybody shows it, again and again at no even pace.</summary>
    static async Task<List<double>> BeaconToList(HttpClient http, int rounds)
    {
        // Else it is a program, whose clicks do not count.
        http.DefaultRequestHeaders.UserAgent.ParseAdd("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36");
        var (random, delays) = (new Random(1), new List<double>());
        var before = await Shares(http);
        for (var round = 0; round < rounds; round++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(1_500)));
            var watch = Stopwatch.StartNew();
            (await http.PostAsJsonAsync("/e", new { id = $"b{round}", article = "a1", kind = "share", target = "x" })).EnsureSuccessStatusCode();
            while (await Shares(http) <= before + round && watch.Elapsed.TotalSeconds < 20)
                await Task.Delay(5);
            delays.Add(watch.Elapsed.TotalMilliseconds);
        }

        return [.. delays.Order()];
    }

    static async Task<long> Shares(HttpClient http) => (await http.GetFromJsonAsync<JsonElement>("/api/popular?list=shared&window=1h")).GetProperty("articles").EnumerateArray()
        .Where(article => article.GetProperty("id").GetString() == "a1").Sum(article => article.GetProperty("counts").GetProperty("shares").GetInt64());

    static async Task<string> Streams(string ledger, int connections, int seconds)
    {
        var directory = Directory.CreateTempSubdirectory("engagement-streams-").FullName;
        using var redis = ledger == "redis" ? Redis.Start(directory) : null;
        using var site = await Start(directory, redis, 1_000);
        var before = await site.MemoryNow();
        await using var listeners = new Listeners(connections);
        await listeners.Open(new Uri(site.Address));
        var after = await site.MemoryNow();
        await site.Say("change");
        await Task.Delay(TimeSpan.FromSeconds(2));
        listeners.Forget();
        await Task.Delay(TimeSpan.FromSeconds(Math.Max(5, seconds)));
        var delays = listeners.Delays();
        Directory.Delete(directory, recursive: true);
        return delays.Count == 0 ? $"| {ledger} | {connections:N0} | nothing came |" : $"| {ledger} | {connections:N0} | {listeners.Changes:N0} | {delays.Count:N0} | {delays[delays.Count / 2]:N0} | "
            + $"{delays[(int)(delays.Count * 0.99)]:N0} | {delays[^1]:N0} | {(after - before) / connections:N0} |";
    }

    static Task<Child> Start(string directory, Redis? redis, int articles) => Child.Start("serve-popular", $"{articles}", "--urls=http://127.0.0.1:0", $"--Engagement:AdminKey={Key}",
        $"--Engagement:DataDirectory={directory}", $"--Engagement:Store={redis?.Connection}", "--Engagement:Site:Url=https://example.org",
        "--Engagement:Counter:VisitorWindow=00:00:00", "--Logging:LogLevel:Default=Warning");
}
