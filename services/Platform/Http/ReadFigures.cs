using Engagement.Platform.Bus;
using Engagement.Platform.Store;

namespace Engagement.Platform.Http;

/// <summary>Reads how ledger, bus and disk fare and what the services of this process are at.</summary>
sealed class ReadFigures(IEnumerable<SystemSource> sources, LedgerState ledger, BusState bus, DiskState disk, IServiceProvider services, TimeProvider time)
{
    /// <summary>A service that takes longer than this has something else to say.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>All of them, each with the service that tells it.</summary>
    public async Task<IReadOnlyList<(string Service, SystemFigure Figure)>> Read()
    {
        // Side by side: whoever asks waits ten seconds, and a ledger that stands still makes each of them wait for five.
        var told = Task.WhenAll(sources.Select(Ask));
        var own = await Task.WhenAll(ledger.Read(), bus.Read(), Task.FromResult(disk.Read()));
        return [.. own.SelectMany(some => some).Select(figure => ("process", figure)), .. (await told).SelectMany(some => some)];
    }

    async Task<IEnumerable<(string, SystemFigure)>> Ask(SystemSource source)
    {
        try
        {
            return (await source.Read(services).WaitAsync(Patience, time)).Select(figure => (source.Service, figure));
        }
        catch (Exception away) when (away is StackExchange.Redis.RedisException or TimeoutException)
        {
            // The figures of the ledger say that it is away.
            return [];
        }
    }
}
