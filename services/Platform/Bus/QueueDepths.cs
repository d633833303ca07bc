using Engagement.Platform.Http;
using Engagement.Platform.Settings;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Engagement.Platform.Bus;

/// <summary>
/// How much waits in this process's queues on RabbitMQ, and how much lies beside them because nobody could take it. Asked when a person looks
/// and every few seconds by Prometheus, all over one connection, which is made anew after it failed.
/// </summary>
sealed class QueueDepths(OpenQueues queues, EngagementOptions options, TimeProvider time) : IAsyncDisposable
{
    /// <summary>Some seconds of work for one instance; more is a service that does not keep up, or does not run.</summary>
    const long Many = 1_000;

    /// <summary>Shorter than whoever asks waits for all figures together.</summary>
    static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);

    readonly SemaphoreSlim turn = new(1);
    IConnection? connection;

    /// <summary>Nothing where there is no RabbitMQ, or it does not answer: that is said by another figure.</summary>
    public async Task<IReadOnlyList<SystemFigure>> Read()
    {
        if (options.Bus.Length == 0)
        {
            return [];
        }

        using var deadline = new CancellationTokenSource(Deadline, time);
        try
        {
            var (waiting, aside) = await Ask(deadline.Token);
            return
            [
                waiting < Many ? new("bus-waiting", waiting, "count") : new("bus-waiting", waiting, "count", "Messages wait in the queues of RabbitMQ, so services hear of each other late.",
                    "See whether every service runs; another instance of the one that does not keep up helps."),
                aside == 0 ? new("bus-aside", 0, "count") : new("bus-aside", aside, "count", "Messages that could not be taken lie in a queue of RabbitMQ whose name ends in _error.",
                    "The log says why. When that is mended, engagement reannounce tells all services of the articles again; then empty the queue."),
            ];
        }
        catch (Exception away) when (away is OperationCanceledException or BrokerUnreachableException or OperationInterruptedException or IOException or TimeoutException)
        {
            return [];
        }
    }

    async Task<(long Waiting, long Aside)> Ask(CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        var isAnswered = false;
        try
        {
            connection ??= await BusConnection.Factory(options, Deadline, "engagement looks").CreateConnectionAsync(cancellation);
            var (waiting, aside) = (0L, 0L);
            foreach (var queue in queues.Own)
            {
                waiting += await Depth(connection, queue, cancellation);
                aside += await Depth(connection, $"{queue}_error", cancellation);
            }

            isAnswered = true;
            return (waiting, aside);
        }
        finally
        {
            if (!isAnswered)
            {
                await DisposeAsync();
            }

            turn.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref connection, null) is { } last)
        {
            await last.AbortAsync(Constants.ConnectionForced, "", TimeSpan.FromSeconds(1));
            await last.DisposeAsync();
        }
    }

    static async Task<long> Depth(IConnection connection, string queue, CancellationToken cancellation)
    {
        // A queue that is not there ends the channel.
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellation);
        try
        {
            return (await channel.QueueDeclarePassiveAsync(queue, cancellation)).MessageCount;
        }
        catch (OperationInterruptedException absent) when (absent.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            return 0;
        }
    }
}
