using System.Collections.Concurrent;
using StackExchange.Redis;

namespace Engagement.Platform.Store;

/// <summary>
/// The connections to the ledger that were opened. Disposed one by one, each says goodbye and waits five seconds for an answer, which a Redis
/// that hangs never gives: a container engine kills who takes that long.
/// </summary>
sealed class LedgerConnections
{
    readonly ConcurrentBag<ConnectionMultiplexer> all = [];

    public ConnectionMultiplexer Open(ConfigurationOptions configuration)
    {
        var opened = ConnectionMultiplexer.Connect(configuration);
        all.Add(opened);
        return opened;
    }

    /// <summary>Closes them without a word.</summary>
    public Task Close() => Task.WhenAll(all.Select(connection => connection.CloseAsync(allowCommandsToComplete: false)));
}
