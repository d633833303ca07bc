using System.Globalization;
using Engagement.Benchmarks.Feedback;
using Engagement.Benchmarks.Load;
using Engagement.Platform.Commands;
using Engagement.SystemTests;

namespace Engagement.Benchmarks.Whole;

/// <summary>
/// The built program in both modes as processes of their own, measured from outside against bare Kestrel and redis-benchmark in the
/// same run. Prints one Markdown table. Everything shares the machine: the load generator, the bare limit's process, Redis and RabbitMQ.
/// </summary>
static class WholeRun
{
    public static async Task<int> Run(string[] args)
    {
        var seconds = int.Parse(new Arguments(args, "--seconds").Value("--seconds") ?? "5", CultureInfo.InvariantCulture);
        using var bare = await Child.Start("bare");
        var limits = await Limits.Measure(bare, seconds);
        var one = await Measure(Mode.OneProcess, bare, limits, seconds);
        var split = await Measure(Mode.Split, bare, limits, seconds);
        await Scaling.Measure(seconds, limits, split);
        await Console.Out.WriteLineAsync(Table(one, split, limits, seconds) + "\n");
        return await AlertRun.Run();
    }

    static async Task<List<Figure>> Measure(Mode mode, Child bare, Limits limits, int seconds)
    {
        var figures = new List<Figure>();
        await Running.Measure(mode, figures);
        await Posting.Measure(mode, figures);
        await Reading.Measure(mode, bare, limits, seconds, figures);
        return figures;
    }

    static string Table(List<Figure> one, List<Figure> split, Limits limits, int seconds)
    {
        var rows = one.Select(figure => (figure, other: split.FirstOrDefault(other => other.Name == figure.Name)))
            .Select(row => $"| {row.figure.Name} | {row.figure.Cell} | {row.other?.Cell ?? "–"} | {(row.figure.Limit is { } limit ? Figure.Text(limit) : "–")} |")
            .Concat(split.Where(figure => one.All(other => other.Name != figure.Name))
                .Select(figure => $"| {figure.Name} | – | {figure.Cell} | {(figure.Limit is { } limit ? Figure.Text(limit) : "–")} |"));
        return $"""
            {Machine()}, {TimeProvider.System.GetUtcNow():yyyy-MM-dd}. Each figure from {seconds} s of load; generator, servers and limits share the cores.
            Limits in the same run: bare Kestrel (the last column); redis-benchmark with `appendfsync always` and 64 connections: {Figure.Text(limits.RedisSet)} SET a second.

            | figure | one process | split | bare limit |
            |---|---:|---:|---:|
            {string.Join('\n', rows)}
            """;
    }

    static string Machine()
    {
        var processor = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(": ")[^1] ?? "unknown processor";
        return $"{Environment.ProcessorCount} cores ({processor.Trim()}), {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GB";
    }
}
