using System.Threading.Channels;
using System.Threading.Tasks.Sources;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.ObjectPool;
using StackExchange.Redis;

namespace Engagement.Counter.Counting;

/// <summary>
/// Gathers single events into batches: whatever came in while the last batch was on its way makes up the next one, so nobody waits for
/// a timer, and the busier it is the larger the batches. An event's task ends after the ledger has it or, where that is away, after a
/// durable bus has it.
/// </summary>
sealed class EventWriter(CountBatch batch, DeferEvents defer, CounterOptions options, Tally tally) : BackgroundService
{
    readonly Channel<Ticket> queue = Channel.CreateBounded<Ticket>(new BoundedChannelOptions(options.QueueLimit) { SingleReader = true });
    readonly ObjectPool<Ticket> tickets = new DefaultObjectPool<Ticket>(new DefaultPooledObjectPolicy<Ticket>(), 1_024);

    /// <summary>Counts an event; <see cref="Outcome.Busy"/> at once where too many wait.</summary>
    /// <exception cref="RedisException">The ledger is away, and no bus keeps the event meanwhile.</exception>
    public ValueTask<Outcome> Write(ReaderEvent one)
    {
        var ticket = tickets.Get();
        var answer = ticket.Begin(one, tickets);
        if (queue.Writer.TryWrite(ticket))
            return answer;
        tally.Drop(1);
        ticket.SetResult(Outcome.Busy);
        return answer;
    }

    /// <remarks>
    /// One batch at a time: each costs some 150 µs whatever it holds (two trips to the ledger and a flush), so two half as large at once
    /// took 20 % more processor time an event than one.
    /// </remarks>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var taken = new List<Ticket>(options.BatchLimit);
        while (await queue.Reader.WaitToReadAsync(stoppingToken))
        {
            while (taken.Count < options.BatchLimit && queue.Reader.TryRead(out var ticket))
                taken.Add(ticket);

            await Count(taken, stoppingToken);
            taken.Clear();
        }
    }

    async Task Count(List<Ticket> taken, CancellationToken stopping)
    {
        if (taken.Count == 0)
            return;

        Outcome[] outcomes;
        try
        {
            outcomes = await CountOrDefer(taken.ConvertAll(ticket => ticket.Event), stopping);
        }
        catch (Exception failure)
        {
            // Whoever waits must hear of it, whatever it was; nothing was promised yet.
            foreach (var ticket in taken)
                ticket.SetException(failure);
            return;
        }

        for (var i = 0; i < taken.Count; i++)
            taken[i].SetResult(outcomes[i]);
    }

    async Task<Outcome[]> CountOrDefer(List<ReaderEvent> events, CancellationToken stopping)
    {
        try
        {
            return await batch.Count(events);
        }
        catch (Exception away) when (away is RedisException or TimeoutException)
        {
            if (!await defer.Say(events, stopping))
                throw;
            return [.. events.Select(_ => Outcome.Counted)];
        }
    }

    /// <summary>One caller's wait, used again and again: at 40,000 events a second each new object would be felt.</summary>
    sealed class Ticket : IValueTaskSource<Outcome>
    {
        // What waits goes on where the batch ended: sending an answer takes less than handing it to another thread, and nothing of it blocks.
        ManualResetValueTaskSourceCore<Outcome> answer;
        ObjectPool<Ticket>? home;

        public ReaderEvent Event { get; private set; } = null!;

        public ValueTask<Outcome> Begin(ReaderEvent one, ObjectPool<Ticket> pool)
        {
            Event = one;
            home = pool;
            return new(this, answer.Version);
        }

        public void SetResult(Outcome outcome) => answer.SetResult(outcome);

        public void SetException(Exception failure) => answer.SetException(failure);

        Outcome IValueTaskSource<Outcome>.GetResult(short token)
        {
            try
            {
                return answer.GetResult(token);
            }
            finally
            {
                answer.Reset();
                home!.Return(this);
            }
        }

        ValueTaskSourceStatus IValueTaskSource<Outcome>.GetStatus(short token) => answer.GetStatus(token);

        void IValueTaskSource<Outcome>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
            answer.OnCompleted(continuation, state, token, flags);
    }
}
