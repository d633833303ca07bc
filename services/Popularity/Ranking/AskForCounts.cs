using Engagement.Contracts;
using Engagement.Platform;
using Engagement.Platform.Bus;
using Engagement.Platform.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Engagement.Popularity.Ranking;

/// <summary>
/// At the start, and whenever our queues were shut, asks Counter for what changed since counts last arrived. In one process the bus is in memory,
/// so what was on it when the process was killed is gone, and a queue that was deleted or left half made is a new one; this is how nothing of it is
/// missing from the lists. Where the weights were changed, it asks for everything.
/// </summary>
sealed class AskForCounts(Ledger ledger, ResetFigures figures, Announcer announcer, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<AskForCounts> log)
    : Sweep(TimeSpan.FromSeconds(1), time, log)
{
    /// <summary>Messages overtake each other by seconds; asking for more than was lost costs little.</summary>
    static readonly TimeSpan Overlap = TimeSpan.FromMinutes(10);

    int asked;

    /// <inheritdoc/>
    protected override async Task<bool> Look(CancellationToken cancellation)
    {
        if (asked != announcer.Openings)
        {
            await lifetime.Started(cancellation); // before that the in-memory bus would drop the question
            var openings = announcer.Openings;
            var isOtherFormula = await figures.IsNeeded();
            if (isOtherFormula)
            {
                await figures.Reset(cancellation);
            }

            var applied = isOtherFormula ? null : (long?)await ledger.Db.StringGetAsync(PopularityKeys.Applied);
            var since = applied is { } last ? DateTimeOffset.FromUnixTimeMilliseconds(last) - Overlap : DateTimeOffset.UnixEpoch;
            await announcer.Say(new CountsWanted(since), cancellation);
            asked = openings;
        }

        return false;
    }
}
