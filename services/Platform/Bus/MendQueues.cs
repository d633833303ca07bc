using Engagement.Platform.Settings;
using Engagement.Platform.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;
using StackExchange.Redis;

namespace Engagement.Platform.Bus;

/// <summary>
/// Makes a queue again that was left half made. A RabbitMQ that is killed in the instant in which it makes a quorum queue knows the queue
/// afterwards, but the queue has never chosen a leader and never will: nobody can open it, and nothing that is said to it is confirmed, to
/// whomever else it is said besides. Such a queue is empty, because nothing was ever confirmed into it, so it is deleted and the bus makes
/// it anew. A queue that one of us did open before is never deleted: it may hold what somebody was promised, and a person is told instead.
/// </summary>
/// <remarks>
/// plt:queues           set      virtual host and name of each queue that was open once
/// plt:mending:/NAME    string   who looks after it now; expires after a minute
/// </remarks>
sealed partial class MendQueues(OpenQueues queues, Ledger ledger, EngagementOptions options, TimeProvider time, ILogger<MendQueues> log) : BackgroundService
{
    static readonly RedisKey Known = "plt:queues";
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);
    static readonly TimeSpan Turn = TimeSpan.FromMinutes(1);

    /// <summary>RabbitMQ itself waits five seconds for a queue's leader; a call on a connection that hangs cannot be given up earlier than this.</summary>
    static readonly TimeSpan Deadline = TimeSpan.FromSeconds(6);

    /// <summary>Before it deletes such a queue RabbitMQ waits five seconds too.</summary>
    static readonly TimeSpan DeletionDeadline = TimeSpan.FromSeconds(20);

    /// <summary>So many looks in a row at which it was shut: after a start it takes seconds to open them all.</summary>
    const int Patience = 2;

    readonly Dictionary<string, int> shut = [];
    readonly HashSet<string> noted = [];
    readonly HashSet<string> told = [];

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var look = new PeriodicTimer(Pause, time);
        while (await look.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await Note();
                foreach (var queue in Overdue())
                {
                    await Mend(queue, stoppingToken);
                }
            }
            catch (Exception) when (!stoppingToken.IsCancellationRequested)
            {
                // The ledger or RabbitMQ is away, which is said elsewhere: looked at again at the next look.
            }
        }
    }

    async Task Note()
    {
        foreach (var place in queues.Places.Where(place => !noted.Contains(place)))
        {
            await ledger.Db.SetAddAsync(Known, place);
            await ledger.Flush();
            noted.Add(place);
        }
    }

    List<string> Overdue()
    {
        var now = queues.Shut;
        foreach (var opened in shut.Keys.Except(now).ToList())
        {
            shut.Remove(opened);
            told.Remove(opened);
        }

        foreach (var queue in now)
        {
            shut[queue] = shut.GetValueOrDefault(queue) + 1;
        }

        return [.. now.Where(queue => shut[queue] >= Patience)];
    }

    async Task Mend(string queue, CancellationToken stopping)
    {
        // Closed only at the end: on a connection on which nothing is answered, closing takes seconds.
        await using var connection = await Factory(Deadline).CreateConnectionAsync(stopping);
        if (await Answers(connection, queue, stopping))
        {
            return;
        }

        var place = $"{Place(Factory(Deadline))}{queue}";
        var isMine = await ledger.Db.StringSetAsync($"plt:mending:{place}", Environment.ProcessId, Turn, When.NotExists);
        if (await ledger.Db.SetContainsAsync(Known, place))
        {
            if (told.Add(queue))
            {
                Unusable(log, queue);
            }
        }
        else if (isMine)
        {
            await Delete(queue, stopping);
            HalfMade(log, queue);
        }
    }

    /// <summary>False where the queue is there and nobody can take from it, though RabbitMQ answers.</summary>
    static async Task<bool> Answers(IConnection connection, string queue, CancellationToken stopping)
    {
        var channel = await connection.CreateChannelAsync(cancellationToken: stopping);
        await channel.QueueDeclarePassiveAsync(queue, stopping);
        try
        {
            if (await channel.BasicGetAsync(queue, autoAck: false, stopping) is { } message)
            {
                await channel.BasicNackAsync(message.DeliveryTag, multiple: false, requeue: true, stopping);
            }

            return true;
        }
        catch (Exception failed) when (!stopping.IsCancellationRequested && IsOfQueue(failed, connection.CloseReason))
        {
            return false;
        }
    }

    /// <summary>Whether the queue is to blame, and not RabbitMQ going away or somebody deleting it meanwhile.</summary>
    static bool IsOfQueue(Exception failed, ShutdownEventArgs? closed) =>
        failed is not OperationInterruptedException { ShutdownReason.ReplyCode: Constants.NotFound }
        && closed is null or { Initiator: ShutdownInitiator.Peer, ReplyCode: Constants.InternalError };

    async Task Delete(string queue, CancellationToken stopping)
    {
        await using var connection = await Factory(DeletionDeadline).CreateConnectionAsync(stopping);
        var channel = await connection.CreateChannelAsync(cancellationToken: stopping);
        await channel.QueueDeleteAsync(queue, ifUnused: false, ifEmpty: false, noWait: false, stopping);
    }

    ConnectionFactory Factory(TimeSpan patience)
    {
        var factory = BusConnection.Factory(options, patience, "engagement mends");
        (factory.HandshakeContinuationTimeout, factory.RequestedConnectionTimeout) = (Deadline, Deadline);
        return factory;
    }

    static string Place(ConnectionFactory factory) => factory.VirtualHost == "/" ? "/" : $"/{Uri.EscapeDataString(factory.VirtualHost)}/";

    [LoggerMessage(33, LogLevel.Warning, "The queue {Queue} was left half made when RabbitMQ was killed, and nobody could ever open it: it was deleted and is made again.")]
    static partial void HalfMade(ILogger log, string queue);

    [LoggerMessage(34, LogLevel.Error, "The queue {Queue} cannot be opened though RabbitMQ answers: most of its members are away. Start the nodes of RabbitMQ that hold them; where those are gone for good, delete it (rabbitmqctl delete_queue {Queue}) and it is made again.")]
    static partial void Unusable(ILogger log, string queue);
}
