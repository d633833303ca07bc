using Engagement.Counter.Counting;
using Engagement.Platform.Http;
using Engagement.Platform.Store;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Counter;

/// <summary>What Counter tells on <c>GET /api/system</c>: what became of the events, and what waits.</summary>
static class TellState
{
    public static async Task<IReadOnlyList<SystemFigure>> Read(IServiceProvider services)
    {
        var (tally, ledger) = (services.GetRequiredService<Tally>(), services.GetRequiredService<Ledger>());
        var wasLost = tally.Dropped > 0;
        return
        [
            new("events-counted", tally.Counted, "count"),
            new("events-duplicate", tally.Duplicates, "count"),
            new("events-rejected", tally.Rejected, "count"),
            new("events-dropped", tally.Dropped, "count", wasLost ? "Events were turned away." : null,
                wasLost ? "More came than this machine counts; run more instances of counter, or a faster disk." : null),
            new("events-parked", await ledger.Db.HashLengthAsync(Keys.ParkedEvents), "count"),
            new("buckets-untold", await ledger.Db.HashLengthAsync(Keys.Changed), "count"),
        ];
    }
}
