using MassTransit;

namespace Engagement.Platform.Bus;

/// <summary>Says messages to whoever listens. Returns when the broker has them, so a message is said again if this throws.</summary>
public sealed class Announcer
{
    readonly IBusControl bus;
    readonly OpenQueues queues;
    readonly TimeProvider time;

    internal Announcer(IBusControl bus, OpenQueues queues, TimeProvider time) => (this.bus, this.queues, this.time) = (bus, queues, time);

    /// <summary>How long a broker may take to confirm. RabbitMQ away must not hold up whoever rings.</summary>
    static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    /// <summary>
    /// False while RabbitMQ is away, and at the start until our own queues are bound: a broker that has never seen us drops what nobody
    /// is bound to. Whoever has much to say looks here before taking it from the ledger.
    /// </summary>
    public bool IsReady => queues.AreAll;

    /// <summary>
    /// How often all our own queues were opened. Whenever it has grown, a queue of ours may be a new one, and what was said before it was
    /// made was said to nobody: whoever lives by messages asks for them again.
    /// </summary>
    public int Openings => queues.Openings;

    /// <summary>Publishes one message.</summary>
    /// <exception cref="BusAwayException">The broker cannot be reached.</exception>
    /// <exception cref="OperationCanceledException">The broker did not confirm within five seconds, or the caller had given up before.</exception>
    public async Task Say<T>(T message, CancellationToken cancellation) where T : class
    {
        // Once begun it is finished, also while the program stops: half a publication would be an unknown outcome for nothing.
        cancellation.ThrowIfCancellationRequested();
        if (!IsReady)
        {
            throw new BusAwayException();
        }

        using var deadline = new CancellationTokenSource(Deadline, time);
        // The bus alone does not keep to it: what was on its way when the connection broke has been seen to wait for ever, and the sweep with it.
        await bus.Publish(message, deadline.Token).WaitAsync(deadline.Token);
    }
}

/// <summary>RabbitMQ cannot be reached; nothing was said.</summary>
public sealed class BusAwayException() : Exception("RabbitMQ cannot be reached; it is said when it is back");
