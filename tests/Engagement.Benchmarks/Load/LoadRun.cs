using Engagement.Platform.Commands;
namespace Engagement.Benchmarks.Load;

/// <summary>
/// Measures the Counter against bare Kestrel in the same run, with the load generator on the same machine, and prints a Markdown table.
/// Every figure is the median of its repeats.
/// </summary>
static class LoadRun
{
    const string Key = "load-run-admin-key-0123456789";

    public static async Task<int> Run(string[] args)
    {
        var given = new Arguments(args, "--seconds", "--repeat", "--services", "--visitor-window", "--ledgers", "--articles");
        var seconds = int.Parse(given.Value("--seconds") ?? "10");
        var repeat = int.Parse(given.Value("--repeat") ?? "3");
        var services = given.Value("--services") ?? "";
        var window = given.Value("--visitor-window") ?? "00:00:00";
        await Console.Out.WriteLineAsync($"""
            {Environment.ProcessorCount} cores, {seconds} s a run, median of {repeat}; wrk -t1 -c64; services: {(services.Length == 0 ? "all" : services)}; visitor window {window}

            | ledger | articles | POST /e per s | of bare | p50 ms | p99 ms | errors | POST /api/events, events per s | GET /api/counts per s | of bare | bytes per article | bytes per event |
            |---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
            """);
        foreach (var ledger in (given.Value("--ledgers") ?? "garnet,redis").Split(','))
        {
            foreach (var articles in (given.Value("--articles") ?? "1000,1000000").Split(',').Select(int.Parse))
                await Console.Out.WriteLineAsync(await Row(ledger, articles, seconds, repeat, services, window));
        }

        return 0;
    }

    static async Task<string> Row(string ledger, int articles, int seconds, int repeat, string services, string window)
    {
        var directory = Directory.CreateTempSubdirectory("engagement-load-").FullName;
        using var redis = ledger == "redis" ? Redis.Start(directory) : null;
        using var bare = await Child.Start("bare");
        using var site = await Child.Start("serve", $"{articles}", "--urls=http://127.0.0.1:0", $"--Engagement:AdminKey={Key}",
            $"--Engagement:DataDirectory={directory}", $"--Engagement:Store={redis?.Connection}", "--Engagement:Site:Url=https://example.org",
            $"--Engagement:Services={services}", $"--Engagement:Counter:VisitorWindow={window}", "--Logging:LogLevel:Default=Warning");
        var filled = redis is null ? site.Memory.Filled - site.Memory.Empty : redis.Memory() - redis.Empty;
        // The compiler takes that long to be done with the hot path; before, it competes with what it compiles.
        await Wrk.Run(site.Address, "beacon.lua", 15, articles);
        await BulkClient.Run(site.Address, Key, 5, articles);
        await Wrk.Run(bare.Address, "beacon.lua", 5, articles);

        var beacons = new List<Wrk>();
        var bareBeacons = new List<double>();
        var counts = new List<double>();
        var bareCounts = new List<double>();
        var events = new List<double>();
        var before = redis?.Memory() ?? await site.MemoryNow();
        var counted = 0.0;
        for (var i = 0; i < repeat; i++)
        {
            bareBeacons.Add((await Wrk.Run(bare.Address, "beacon.lua", seconds, articles)).PerSecond);
            beacons.Add(await Wrk.Run(site.Address, "beacon.lua", seconds, articles));
            events.Add(await BulkClient.Run(site.Address, Key, seconds, articles));
            bareCounts.Add((await Wrk.Run(bare.Address, "counts.lua", seconds, articles)).PerSecond);
            counts.Add((await Wrk.Run(site.Address, "counts.lua", seconds, articles)).PerSecond);
            counted += (beacons[^1].PerSecond + events[^1]) * seconds;
        }

        var after = redis?.Memory() ?? await site.MemoryNow();
        Directory.Delete(directory, recursive: true);
        var beacon = beacons.OrderBy(run => run.PerSecond).ElementAt(repeat / 2);
        return $"| {ledger} | {articles:N0} | {beacon.PerSecond:N0} | {beacon.PerSecond / Quantile.Median(bareBeacons):P0} | {beacon.P50:N1} | {beacons.Max(run => run.P99):N1} | "
            + $"{beacons.Sum(run => run.Errors)} | {Quantile.Median(events):N0} | {Quantile.Median(counts):N0} | {Quantile.Median(counts) / Quantile.Median(bareCounts):P0} | {filled / articles:N0} | {(after - before) / counted:N0} |";
    }
}
