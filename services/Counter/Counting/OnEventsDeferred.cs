using Engagement.Contracts;
using MassTransit;
using StackExchange.Redis;

namespace Engagement.Counter.Counting;

/// <summary>Counts what waited on the bus while the ledger was away, however long that takes: there is no other copy of it.</summary>
sealed class OnEventsDeferred(CountBatch batch, CounterOptions options, TimeProvider time) : IConsumer<EventsDeferred>
{
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public async Task Consume(ConsumeContext<EventsDeferred> context)
    {
        var events = context.Message.Events.Select(one => new ReaderEvent(Convert.FromHexString(one.IdHash), one.ArticleId, one.Field,
            Enum.Parse<Deed>(one.Deed), Convert.FromHexString(one.MemberHash), one.At, Convert.FromHexString(one.SharerHash)));
        foreach (var some in events.Chunk(options.BatchLimit))
        {
            while (!await Count(some))
                await Task.Delay(Pause, time, context.CancellationToken);
        }
    }

    async Task<bool> Count(ReaderEvent[] events)
    {
        try
        {
            await batch.Count(events);
            return true;
        }
        catch (Exception away) when (away is RedisException or TimeoutException)
        {
            return false;
        }
    }
}
