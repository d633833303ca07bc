using System.Collections.Concurrent;
using MassTransit;

namespace Engagement.Platform.Bus;

/// <summary>Which of this process's queues are open. Kept up by the bus itself, so that asking costs nothing: each message asks.</summary>
/// <param name="own">The names of all queues of this process.</param>
sealed class OpenQueues(IReadOnlyCollection<string> own) : IReceiveEndpointObserver
{
    readonly ConcurrentDictionary<string, string> open = [];
    readonly Lock noting = new();
    volatile bool areAll = own.Count == 0;
    volatile int openings = own.Count == 0 ? 1 : 0;

    /// <summary>The names of all of them.</summary>
    public IReadOnlyCollection<string> Own => own;

    /// <summary>True while all of them are open.</summary>
    public bool AreAll => areAll;

    /// <summary>How often all of them were opened.</summary>
    public int Openings => openings;

    /// <summary>The places (virtual host and name) of those that are open.</summary>
    public IReadOnlyCollection<string> Places => [.. open.Values];

    /// <summary>The names of those that are not.</summary>
    public IReadOnlyCollection<string> Shut => [.. own.Where(name => !open.ContainsKey(name))];

    public Task Ready(ReceiveEndpointReady ready) => Note(ready.InputAddress, isOpen: true);

    public Task Stopping(ReceiveEndpointStopping stopping) => Note(stopping.InputAddress, isOpen: false);

    public Task Completed(ReceiveEndpointCompleted completed) => Note(completed.InputAddress, isOpen: false);

    public Task Faulted(ReceiveEndpointFaulted faulted) => Note(faulted.InputAddress, isOpen: false);

    Task Note(Uri address, bool isOpen)
    {
        var name = address.Segments[^1];
        // Queues open at the same moment: a sum that was made before another's opening must not be written after it, or we were silent for ever.
        lock (noting)
        {
            if (isOpen && own.Contains(name))
            {
                open[name] = address.AbsolutePath;
            }
            else
            {
                open.TryRemove(name, out _);
            }

            var wereAll = areAll;
            areAll = own.All(open.ContainsKey);
            openings += areAll && !wereAll ? 1 : 0;
        }

        return Task.CompletedTask;
    }
}
