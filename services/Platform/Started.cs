using Microsoft.Extensions.Hosting;

namespace Engagement.Platform;

/// <summary>Waiting for the start.</summary>
public static class StartedExtension
{
    /// <summary>
    /// Returns when the server listens and the bus has its queues: what asks others to call back, or says something on the bus in
    /// memory, would be lost before.
    /// </summary>
    public static async Task Started(this IHostApplicationLifetime lifetime, CancellationToken cancellation)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var whenStarted = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancellation);
    }
}
