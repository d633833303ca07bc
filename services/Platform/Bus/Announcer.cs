using MassTransit;

namespace Engagement.Platform.Bus;

/// <summary>Says messages to whoever listens. Returns when the broker has them, so a message is said again if this throws.</summary>
public sealed class Announcer(IBus bus, TimeProvider time)
{
    /// <summary>How long a broker may take to confirm. RabbitMQ away must not hold up whoever rings.</summary>
    static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    /// <summary>Publishes one message.</summary>
    /// <exception cref="OperationCanceledException">The broker did not confirm within five seconds, or the caller had given up before.</exception>
    public async Task Say<T>(T message, CancellationToken cancellation) where T : class
    {
        // Once begun it is finished, also while the program stops: half a publication would be an unknown outcome for nothing.
        cancellation.ThrowIfCancellationRequested();
        using var deadline = new CancellationTokenSource(Deadline, time);
        await bus.Publish(message, deadline.Token);
    }
}
