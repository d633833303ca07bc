using System.Diagnostics;
using System.Globalization;
using Engagement.Benchmarks.Load;
using Engagement.Tests;

namespace Engagement.Benchmarks.Whole;

/// <summary>What the machine gives when nothing of ours is in the way.</summary>
/// <param name="Beacons">Bare Kestrel that parses a beacon and answers 204, requests a second.</param>
/// <param name="Counts">Bare Kestrel that answers a small JSON, requests a second.</param>
/// <param name="RedisSet">SETs a second that are on disk before they are answered.</param>
sealed record Limits(double Beacons, double Counts, double RedisSet)
{
    public static async Task<Limits> Measure(Child bare, int seconds)
    {
        await Wrk.Run(bare.Address, "beacon.lua", 2, 1_000);
        return new(
            (await Wrk.Run(bare.Address, "beacon.lua", seconds, 1_000)).PerSecond,
            (await Wrk.Run(bare.Address, "counts.lua", seconds, 1_000)).PerSecond,
            await Redis());
    }

    static async Task<double> Redis()
    {
        var port = await RedisServer.Launch(RedisServer.FreePort());
        using var benchmark = Process.Start(new ProcessStartInfo("redis-benchmark", ["-p", $"{port}", "-t", "set", "-n", "200000", "-c", "64", "-r", "100000", "--csv"])
        { RedirectStandardOutput = true })!;
        var line = (await benchmark.StandardOutput.ReadToEndAsync()).Split('\n').Last(text => text.StartsWith("\"SET\"", StringComparison.Ordinal));
        return double.Parse(line.Split(',')[1].Trim('"'), CultureInfo.InvariantCulture);
    }
}
