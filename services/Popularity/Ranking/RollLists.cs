using Engagement.Platform;
using Engagement.Platform.Store;
using Engagement.Popularity.Files;
using Engagement.Popularity.Lists;
using Engagement.Popularity.Stream;
using Microsoft.Extensions.Logging;

namespace Engagement.Popularity.Ranking;

/// <summary>
/// Keeps this instance's lists up to date: slides the windows, and where the ledger says that anything changed, reads the tops again. Every instance does it
/// for itself; what one of them subtracts, the others find subtracted.
/// </summary>
sealed class RollLists(Ledger ledger, SlideWindows windows, ListReader reader, PastRanks past, CurrentLists current, StreamHub hub, WriteFiles files, TimeProvider time,
    ILogger<RollLists> log) : Sweep(TimeSpan.FromSeconds(1), time, log)
{
    long slidTo;

    /// <inheritdoc/>
    protected override async Task<bool> Look(CancellationToken cancellation)
    {
        var minute = Time.GetUtcNow().ToUnixTimeSeconds() / 60;
        if (slidTo < minute)
        {
            await windows.Slide(cancellation);
            slidTo = minute;
        }

        var version = (long?)await ledger.Db.StringGetAsync(PopularityKeys.Changes) ?? 0;
        if (version != current.Snapshot.Version)
        {
            // Read after the version: what changes meanwhile is seen now and looked at once more, never missed.
            var lists = await reader.Read(ListName.OfSite);
            current.Snapshot = new(version, Time.GetUtcNow(), lists);
            hub.Publish(current.Snapshot);
            files.Ring();
        }

        await past.Remember(current.Snapshot.Lists);
        return false;
    }
}
