using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Engagement.Benchmarks.Load;
using Engagement.Intake;
using Engagement.Platform.Commands;
using Microsoft.Extensions.Configuration;

namespace Engagement.Benchmarks.Feedback;

/// <summary>
/// Measures how fast articles come in, beside what a bare server that only parses the same JSON takes: an archive by <c>engagement import</c>, and single
/// articles at an even rate. Every answer is durable.
/// </summary>
static class IntakeRun
{
    public static async Task<int> Run(string[] args)
    {
        var given = new Arguments(args, "--articles", "--rate", "--seconds", "--ledgers");
        var articles = int.Parse(given.Value("--articles") ?? "100000");
        var rate = int.Parse(given.Value("--rate") ?? "500");
        var seconds = int.Parse(given.Value("--seconds") ?? "60");
        var rows = new List<string>();
        foreach (var ledger in (given.Value("--ledgers") ?? "garnet,redis").Split(','))
            rows.Add(await Row(ledger, articles, rate, seconds));
        await Console.Out.WriteLineAsync($"""

            {Environment.ProcessorCount} cores; import of {articles:N0} articles; then {rate} single articles a second for {seconds} s, as many as 64 under way

            | ledger | import s | articles per s | single articles per s | p50 ms | p99 ms | late or failed | announced behind |
            |---|---:|---:|---:|---:|---:|---:|---:|
            {string.Join('\n', rows)}
            """);
        return 0;
    }

    static async Task<string> Row(string ledger, int articles, int rate, int seconds)
    {
        var directory = Directory.CreateTempSubdirectory("engagement-intake-").FullName;
        using var redis = ledger == "redis" ? Redis.Start(directory) : null;
        using var site = await Child.Start("serve", "0", "--urls=http://127.0.0.1:0", $"--Engagement:AdminKey={PopularRun.Key}",
            $"--Engagement:DataDirectory={directory}", $"--Engagement:Store={redis?.Connection}", "--Engagement:Site:Url=https://example.org", "--Logging:LogLevel:Default=Warning");
        var file = Path.Combine(directory, "archive.ndjson");
        await File.WriteAllLinesAsync(file, Enumerable.Range(0, articles).Select(n => $$"""
            {"id":"old-{{n}}","url":"https://example.org/archive/{{n}}-treaty.html","title":"Treaty {{n}} enters into force","tags":["Nuclear Issues","Tag {{n % 500}}"],"section":"Security","author":"A. Writer","publishedAt":"20{{10 + n % 10}}-01-01T00:00:00Z"}
            """.Trim()));
        var watch = Stopwatch.StartNew();
        await IntakeService.Commands.Single(command => command.Name == "import").Run([file, "--to", site.Address, "--key", PopularRun.Key], new ConfigurationManager(), default);
        var import = watch.Elapsed.TotalSeconds;

        using var http = new HttpClient { BaseAddress = new Uri(site.Address) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", PopularRun.Key);
        var (delays, failed, took) = await AtRate(http, rate, seconds);
        watch.Restart();
        while (!await Knows(http, $"new-{rate * seconds - 1}") && watch.Elapsed.TotalSeconds < 120)
            await Task.Delay(20);
        var behind = watch.Elapsed.TotalSeconds;
        Directory.Delete(directory, recursive: true);
        return $"| {ledger} | {import:N1} | {articles / import:N0} | {delays.Count / took:N0} | {delays[delays.Count / 2]:N1} | {delays[(int)(delays.Count * 0.99)]:N1} | {failed} | {behind:N1} s |";
    }

    /// <summary>One call an article, begun at even times whether or not the others have been answered: a slow server is not asked less.</summary>
    static async Task<(List<double> Delays, int Failed, double Seconds)> AtRate(HttpClient http, int rate, int seconds)
    {
        var (delays, failed, watch) = (new List<double>(), 0, Stopwatch.StartNew());
        using var room = new SemaphoreSlim(64);
        var calls = new List<Task>();
        for (var n = 0; n < rate * seconds; n++)
        {
            var begin = n * 1000.0 / rate;
            if (begin - watch.Elapsed.TotalMilliseconds is > 1 and var early)
                await Task.Delay(TimeSpan.FromMilliseconds(early));
            await room.WaitAsync();
            calls.Add(Send(n, begin));
        }

        await Task.WhenAll(calls);
        return ([.. delays.Order()], failed, watch.Elapsed.TotalSeconds);

        async Task Send(int n, double begin)
        {
            using var body = new StringContent($$"""{"id":"new-{{n}}","url":"https://example.org/new/{{n}}.html","title":"News {{n}}","tags":["Nuclear Issues"],"section":"Security","noSocial":true}""", Encoding.UTF8, "application/json");
            using var answer = await http.PostAsync("/api/articles", body);
            lock (delays)
            {
                // From when it should have begun, so that waiting for room counts too.
                delays.Add(watch.Elapsed.TotalMilliseconds - begin);
                failed += answer.IsSuccessStatusCode && delays[^1] < 1_000 ? 0 : 1;
            }

            room.Release();
        }
    }

    /// <summary>Whether the Counter has heard of an article: it is the last to be announced.</summary>
    static async Task<bool> Knows(HttpClient http, string id) =>
        (await http.GetFromJsonAsync<System.Text.Json.JsonElement>($"/api/counts?ids={id}")).GetProperty("counts").TryGetProperty(id, out _);
}
