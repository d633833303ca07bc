using Engagement.Benchmarks.Load;
using Engagement.SystemTests;

namespace Engagement.Benchmarks.Whole;

/// <summary>The same 64 connections, spread over one, two and four processes of every service on one Redis.</summary>
static class Scaling
{
    public static async Task Measure(int seconds, Limits limits, List<Figure> figures)
    {
        foreach (var copies in new[] { 1, 2, 4 })
        {
            await using var site = await Installation.StartSplit(copies, ("Engagement:Counter:VisitorWindow", "00:00:00"));
            await Reading.Register(site);
            var counters = site.AllOf("counter").Select(counter => counter.Address.ToString().TrimEnd('/')).ToList();
            await Task.WhenAll(counters.Select(counter => Wrk.Run(counter, "beacon.lua", 10, Reading.Articles, connections: 64 / copies)));
            var runs = await Task.WhenAll(counters.Select(counter => Wrk.Run(counter, "beacon.lua", seconds, Reading.Articles, connections: 64 / copies)));
            figures.Add(new($"POST /e over {copies} counter{(copies == 1 ? "" : "s")}, requests/s", runs.Sum(run => run.PerSecond), limits.Beacons));
        }
    }
}
