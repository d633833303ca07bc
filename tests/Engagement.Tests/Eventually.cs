using System.Diagnostics;
using Xunit;

namespace Engagement.Tests;

/// <summary>Observes until something is so, instead of sleeping and hoping. Real time: what it watches runs on real sockets.</summary>
public static class Eventually
{
    /// <summary>Returns when it is true; fails the test after the deadline, naming what was awaited and what the programs said meanwhile.</summary>
    public static async Task True(Func<Task<bool>> isSo, string what, int withinSeconds = 20, Func<string>? said = null)
    {
        var watch = Stopwatch.StartNew();
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await isSo())
        {
            Assert.True(watch.Elapsed.TotalSeconds < withinSeconds, $"not within {withinSeconds} s: {what}\n{said?.Invoke()}");
            await pause.WaitForNextTickAsync();
        }
    }
}
