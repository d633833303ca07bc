using System.Diagnostics;
using Engagement.SystemTests;

namespace Engagement.Benchmarks.Whole;

/// <summary>What it costs to have it: start, and a while in which nothing happens.</summary>
static class Running
{
    static readonly TimeSpan Idle = TimeSpan.FromSeconds(10);

    public static async Task Measure(Mode mode, List<Figure> figures)
    {
        await using (await Installation.Start(mode))
        {
            // The first start pays for servers that the tests share and for cold files.
        }

        var watch = Stopwatch.StartNew();
        await using var site = await Installation.Start(mode);
        figures.Add(new("start until ready, all processes, s", watch.Elapsed.TotalSeconds));

        await Task.Delay(TimeSpan.FromSeconds(5));
        var before = site.Instances.Sum(instance => instance.ProcessorTime.TotalSeconds);
        await Task.Delay(Idle);
        var spent = site.Instances.Sum(instance => instance.ProcessorTime.TotalSeconds) - before;
        figures.Add(new("idle, % of one core, all processes", spent / Idle.TotalSeconds * 100));
        figures.Add(new("idle memory, MB, all processes", site.Instances.Sum(instance => instance.Memory) / 1e6));
    }
}
