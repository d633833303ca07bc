using System.Diagnostics;
using Engagement.Contracts;
using Engagement.Popularity.Articles;
using Engagement.Popularity.Ranking;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Benchmarks.Feedback;

/// <summary>
/// Measures what it takes to rank: messages of 500 articles with three tags each whose counts of this minute grew, after an hour of earlier minutes. What is
/// printed besides the rate is the processor time of the whole process, which other programs on the machine disturb less.
/// </summary>
static class ApplyRun
{
    const int Articles = 500;
    const int EarlierMinutes = 30;
    static readonly string[] Targets = ["x", "bluesky", "mastodon", "facebook", "email", "copy"];

    public static async Task<int> Run()
    {
        var directory = Directory.CreateTempSubdirectory("engagement-apply-").FullName;
        await using var app = Host.Start.Build(["--urls=http://127.0.0.1:0", "--Engagement:Services=popularity", $"--Engagement:DataDirectory={directory}",
            "--Engagement:Site:Url=https://example.org", "--Logging:LogLevel:Default=Warning"], Host.Program.Compose);
        await app.StartAsync();
        var (keep, apply) = (app.Services.GetRequiredService<KeepArticle>(), app.Services.GetRequiredService<ApplyCounts>());
        var minute = new DateTimeOffset(TimeProvider.System.GetUtcNow().Date, TimeSpan.Zero).AddMinutes(EarlierMinutes - 60);
        await Task.WhenAll(Enumerable.Range(0, Articles).Select(n => keep.Keep(ServedPopular.Article(n), minute)));
        for (var back = EarlierMinutes; back > 0; back--)
            await apply.Apply(Message(minute.AddMinutes(-back), 1));

        await Console.Out.WriteLineAsync("| articles a message | articles per s | processor µs an article |\n|---:|---:|---:|");
        var (rounds, self, watch) = (1, Process.GetCurrentProcess(), Stopwatch.StartNew());
        for (; watch.Elapsed < TimeSpan.FromSeconds(5); rounds++)
            await apply.Apply(Message(minute, rounds));
        self.Refresh();
        var used = self.TotalProcessorTime;
        watch.Restart();
        var first = rounds;
        for (; watch.Elapsed < TimeSpan.FromSeconds(5); rounds++)
            await apply.Apply(Message(minute, rounds));
        self.Refresh();
        var applied = (rounds - first) * (double)Articles;
        await Console.Out.WriteLineAsync($"| {Articles} | {applied / watch.Elapsed.TotalSeconds:N0} | {(self.TotalProcessorTime - used).TotalMicroseconds / applied:N0} |");
        await app.StopAsync();
        Directory.Delete(directory, recursive: true);
        return 0;
    }

    static ArticleCounts[] Message(DateTimeOffset minute, long round) =>
    [
        .. Enumerable.Range(0, Articles).Select(n =>
        {
            var counts = Targets.Skip(n % 4).Take(3).ToDictionary(target => $"share:{target}", target => round);
            return new ArticleCounts($"a{n}", new(DateTimeOffset.UnixEpoch, 0, minute.ToUnixTimeSeconds() + round, counts), [new(minute, 60, round, counts)]);
        }),
    ];
}
