using Engagement.Tests.Popularity;

namespace Engagement.Benchmarks.Feedback;

/// <summary>How well take-off alerts find what was planted in thirty invented days; exits with 1 where they find too little or cry too often.</summary>
static class AlertRun
{
    const int Promised = 19;

    public static async Task<int> Run()
    {
        var traces = Enumerable.Range(1, 10).Select(seed => (Seed: seed, Trace: BurstTrace.Watch(seed))).ToList();
        await Console.Out.WriteLineAsync($"""
            Take-off alerts over {BurstTrace.Days} invented days with {BurstTrace.Bursts} planted bursts; promised: {Promised} within two minutes, one false alarm a day

            | trace | articles | found within 2 minutes | false alarms a day |
            |---:|---:|---:|---:|
            {string.Join('\n', traces.Select(one => $"| {one.Seed} | {one.Trace.Articles:N0} | {one.Trace.Found} of {BurstTrace.Bursts} | {one.Trace.FalseAlarms / (double)BurstTrace.Days:0.00} |"))}
            """);
        return traces.TrueForAll(one => one.Trace.Found >= Promised && one.Trace.FalseAlarms <= BurstTrace.Days) ? 0 : 1;
    }
}
