using MassTransit;
using Microsoft.Extensions.Logging;

namespace Engagement.Platform.Bus;

/// <summary>Says in one line that a message could not be taken after all retries and lies in the queue's <c>_error</c>.</summary>
sealed partial class SetAside(ILogger<SetAside> log) : IReceiveObserver
{
    public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception) where T : class
    {
        // While the program stops, what was not finished goes back to its queue and is delivered again.
        if (!context.CancellationToken.IsCancellationRequested)
        {
            Faulted(log, typeof(T).Name, context.ReceiveContext.InputAddress.Segments[^1], exception.GetType().Name, exception.Message);
        }

        return Task.CompletedTask;
    }

    public Task PreReceive(ReceiveContext context) => Task.CompletedTask;

    public Task PostReceive(ReceiveContext context) => Task.CompletedTask;

    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType) where T : class => Task.CompletedTask;

    public Task ReceiveFault(ReceiveContext context, Exception exception) => Task.CompletedTask;

    [LoggerMessage(32, LogLevel.Error, "A {Message} could not be taken and lies in {Queue}_error: {Kind}: {Reason}")]
    static partial void Faulted(ILogger log, string message, string queue, string kind, string reason);
}
