using Engagement.Contracts;
using Engagement.Platform.Bus;
using Engagement.Platform.Settings;

namespace Engagement.Counter.Counting;

/// <summary>
/// While the ledger is away, events wait on the bus: its queue is durable and the broker confirms, so what readers are told is true. The
/// bus of one process is in memory and keeps nothing, so there events are refused and the widget sends them again.
/// </summary>
sealed class DeferEvents(Announcer announcer, EngagementOptions options)
{
    /// <summary>Returns true when the broker has them; false where there is no bus that outlives us, or it is away too.</summary>
    public async Task<bool> Say(IReadOnlyList<ReaderEvent> events, CancellationToken cancellation)
    {
        if (options.Bus.Length == 0)
            return false;

        try
        {
            await announcer.Say(new EventsDeferred([.. events.Select(one => new DeferredEvent(Convert.ToHexStringLower(one.Id), one.Article,
                one.Field, $"{one.Deed}", Convert.ToHexStringLower(one.Member), one.At, Convert.ToHexStringLower(one.Sharer)))]), cancellation);
            return true;
        }
        catch (Exception) when (!cancellation.IsCancellationRequested)
        {
            // Whatever kept the broker from confirming, the caller must hear that the ledger is away, and send again.
            return false;
        }
    }
}
