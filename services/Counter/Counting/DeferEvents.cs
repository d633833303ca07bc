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
    /// <summary>Whether there is a bus that outlives us.</summary>
    public bool IsPossible => options.Bus.Length > 0;

    /// <summary>Returns when the broker has them.</summary>
    public Task Say(IReadOnlyList<ReaderEvent> events, CancellationToken cancellation) => announcer.Say(
        new EventsDeferred([.. events.Select(one => new DeferredEvent(Convert.ToHexStringLower(one.Id), one.Article, one.Field, $"{one.Deed}",
            Convert.ToHexStringLower(one.Member), one.At))]), cancellation);
}
