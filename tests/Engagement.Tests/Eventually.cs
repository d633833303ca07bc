using System.Diagnostics;
using Xunit;

namespace Engagement.Tests;

/// <summary>Observes until something is so, instead of sleeping and hoping. Real time: what it watches runs on real sockets.</summary>
public static class Eventually
{
    /// <summary>Returns when it is true; fails the test, naming what was awaited, after the deadline.</summary>
    public static async Task True(Func<Task<bool>> isSo, string what, int withinSeconds = 20)
    {
        var watch = Stopwatch.StartNew();
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await isSo())
        {
            Assert.True(watch.Elapsed.TotalSeconds < withinSeconds, $"not within {withinSeconds} s: {what}");
            await pause.WaitForNextTickAsync();
        }
    }
}
