using System.Threading.Channels;
using Microsoft.Extensions.Hosting;

namespace Engagement.Counter.Counting;

/// <summary>
/// Gathers single events into batches: whatever came in while the last batch was on its way makes up the next one, so nobody waits for
/// a timer, and the busier it is the larger the batches. An event's task ends after the ledger has it.
/// </summary>
sealed class EventWriter(CountBatch batch, CounterOptions options) : BackgroundService
{
    /// <summary>Batches on their way at once: one is written while the ledger works on the other.</summary>
    const int InFlight = 2;

    sealed record Waiting(ReaderEvent Event, TaskCompletionSource<Outcome> Answer);

    readonly Channel<Waiting> queue = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(options.QueueLimit));

    /// <summary>Counts an event; <see cref="Outcome.Busy"/> at once where too many wait.</summary>
    /// <exception cref="StackExchange.Redis.RedisException">The ledger is away.</exception>
    public Task<Outcome> Write(ReaderEvent one)
    {
        var answer = new TaskCompletionSource<Outcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        return queue.Writer.TryWrite(new(one, answer)) ? answer.Task : Task.FromResult(Outcome.Busy);
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, InFlight).Select(_ => Work(stoppingToken)));

    async Task Work(CancellationToken stopping)
    {
        var taken = new List<Waiting>(options.BatchLimit);
        while (await queue.Reader.WaitToReadAsync(stopping))
        {
            while (taken.Count < options.BatchLimit && queue.Reader.TryRead(out var waiting))
                taken.Add(waiting);

            await Count(taken);
            taken.Clear();
        }
    }

    async Task Count(List<Waiting> taken)
    {
        try
        {
            var outcomes = await batch.Count(taken.ConvertAll(waiting => waiting.Event));
            for (var i = 0; i < taken.Count; i++)
                taken[i].Answer.SetResult(outcomes[i]);
        }
        catch (Exception failure)
        {
            // Whoever waits must hear of it, whatever it was; nothing was promised yet.
            foreach (var waiting in taken)
                waiting.Answer.TrySetException(failure);
        }
    }
}
