using System.Diagnostics;
using Engagement.Counter.Articles;
using Engagement.Counter.Counting;
using Engagement.Platform.Commands;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Benchmarks.Load;

/// <summary>
/// Measures counting without HTTP: batches of some sizes, one after another, each flushed before the next. What is printed besides the
/// rate is the processor time of the whole process, which other programs on the machine disturb less.
/// </summary>
static class BatchRun
{
    static readonly string[] Fields = ["share:x@page", "share:bluesky@page", "share:mastodon@page", "share:facebook@page", "share:email@page", "share:copy@page"];

    public static async Task<int> Run(string[] args)
    {
        var given = new Arguments(args, "--articles", "--read");
        var articles = int.Parse(given.Value("--articles") ?? "1000");
        // Of a million articles readers open a few thousand a day; events that never meet share no command and cost more.
        var read = Math.Min(articles, int.Parse(given.Value("--read") ?? "1000"));
        var directory = Directory.CreateTempSubdirectory("engagement-load-").FullName;
        await using var app = Host.Start.Build(["--urls=http://127.0.0.1:0", "--Engagement:Services=counter", $"--Engagement:DataDirectory={directory}",
            "--Engagement:Site:Url=https://example.org", "--Logging:LogLevel:Default=Warning"], Host.Program.Compose);
        await app.StartAsync();
        var store = app.Services.GetRequiredService<ArticleStore>();
        var empty = Served.Memory();
        foreach (var some in Enumerable.Range(1, articles).Chunk(500))
            await store.Register([.. some.Select(Served.Article)]);

        await Console.Out.WriteLineAsync($"{articles:N0} articles of which {read:N0} are read, {(Served.Memory() - empty) / articles:N0} bytes each in this process\n\n| events a batch | events per s | processor µs an event |\n|---:|---:|---:|");
        var batch = app.Services.GetRequiredService<CountBatch>();
        await Row(batch, read, 64, TimeSpan.FromSeconds(8));
        foreach (var size in (int[])[1, 16, 32, 64, 512])
            await Console.Out.WriteLineAsync(await Row(batch, read, size, TimeSpan.FromSeconds(3)));
        await app.StopAsync();
        return 0;
    }

    static async Task<string> Row(CountBatch batch, int read, int size, TimeSpan length)
    {
        var random = new Random(size);
        var self = Process.GetCurrentProcess();
        var used = self.TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        var events = 0L;
        while (watch.Elapsed < length)
        {
            await batch.Count([.. Enumerable.Range(0, size).Select(_ => new ReaderEvent(Guid.NewGuid().ToByteArray(), $"a{random.Next(read) + 1}",
                Fields[random.Next(Fields.Length)], Deed.Count, [], TimeProvider.System.GetUtcNow(), []))]);
            events += size;
        }

        self.Refresh();
        return $"| {size} | {events / watch.Elapsed.TotalSeconds:N0} | {(self.TotalProcessorTime - used).TotalMicroseconds / events:N1} |";
    }
}
