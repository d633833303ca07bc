using System.Diagnostics;
using Engagement.Counter.Articles;
using Engagement.Counter.Counting;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Benchmarks.Load;

/// <summary>
/// Measures counting without HTTP: batches of some sizes, one after another, each flushed before the next. What is printed besides the
/// rate is the processor time of the whole process, which other programs on the machine disturb less.
/// </summary>
static class BatchRun
{
    static readonly string[] Fields = ["share:x@page", "share:bluesky@page", "share:mastodon@page", "share:facebook@page", "share:email@page", "share:copy@page"];

    public static async Task<int> Run()
    {
        var directory = Directory.CreateTempSubdirectory("engagement-load-").FullName;
        await using var app = Host.Start.Build(["--urls=http://127.0.0.1:0", "--Engagement:Services=counter", $"--Engagement:DataDirectory={directory}",
            "--Engagement:Site:Url=https://example.org", "--Logging:LogLevel:Default=Warning"], Host.Program.Compose);
        await app.StartAsync();
        var store = app.Services.GetRequiredService<ArticleStore>();
        foreach (var some in Enumerable.Range(1, 1_000).Chunk(500))
            await Task.WhenAll(some.Select(n => store.Register(Served.Article(n))));

        await Console.Out.WriteLineAsync("| events a batch | events per s | processor µs an event |\n|---:|---:|---:|");
        var batch = app.Services.GetRequiredService<CountBatch>();
        await Row(batch, 64, TimeSpan.FromSeconds(8));
        foreach (var size in (int[])[1, 16, 32, 64, 512])
            await Console.Out.WriteLineAsync(await Row(batch, size, TimeSpan.FromSeconds(3)));
        await app.StopAsync();
        return 0;
    }

    static async Task<string> Row(CountBatch batch, int size, TimeSpan length)
    {
        var random = new Random(size);
        var self = Process.GetCurrentProcess();
        var used = self.TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        var events = 0L;
        while (watch.Elapsed < length)
        {
            await batch.Count([.. Enumerable.Range(0, size).Select(_ => new ReaderEvent(Guid.NewGuid().ToByteArray(), $"a{random.Next(1_000) + 1}",
                Fields[random.Next(Fields.Length)], Deed.Count, [], TimeProvider.System.GetUtcNow(), []))]);
            events += size;
        }

        self.Refresh();
        return $"| {size} | {events / watch.Elapsed.TotalSeconds:N0} | {(self.TotalProcessorTime - used).TotalMicroseconds / events:N1} |";
    }
}
