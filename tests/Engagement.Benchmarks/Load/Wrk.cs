using System.Diagnostics;
using Engagement.Tests;

namespace Engagement.Benchmarks.Load;

/// <summary>What wrk saw. It is closed-loop: 64 connections, each with one request under way.</summary>
/// <param name="PerSecond">Requests a second.</param>
/// <param name="P50">Milliseconds.</param>
/// <param name="P99">Milliseconds.</param>
/// <param name="Errors">Answers that are no 2xx, and broken connections.</param>
sealed record Wrk(double PerSecond, double P50, double P99, long Errors)
{
    /// <summary>Runs a script from infra/load with one thread.</summary>
    public static Task<Wrk> Run(string address, string script, int seconds, int articles, int connections = 64) =>
        Run(address, script, seconds, connections, ("ARTICLES", $"{articles}"));

    /// <summary>Asks for one path, with an ETag where one is given.</summary>
    public static Task<Wrk> Get(string address, string path, int seconds, string tag = "") => Run(address, "get.lua", seconds, 64, ("TARGET", path), ("TAG", tag));

    static async Task<Wrk> Run(string address, string script, int seconds, int connections, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("wrk", ["-t1", $"-c{connections}", $"-d{seconds}s", "--latency", "-s", Path.Combine(Repository.Folder, "infra", "load", script), address])
        {
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start) ?? throw new InvalidOperationException("wrk did not start: install it.");
        var result = (await process.StandardOutput.ReadToEndAsync()).Split('\n').Last(line => line.StartsWith("RESULT", StringComparison.Ordinal)).Split(' ');
        return new(double.Parse(result[1]), double.Parse(result[2]), double.Parse(result[3]), long.Parse(result[4]));
    }
}
