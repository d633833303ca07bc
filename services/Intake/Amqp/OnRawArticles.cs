using Engagement.Platform.Bus;
using MassTransit;

namespace Engagement.Intake.Amqp;

/// <summary>The site publishes articles to the exchange <c>engagement.articles</c>: one or an array, as over HTTP.</summary>
sealed class OnRawArticles(TakeMessage take) : IConsumer<RawMessage>
{
    public const string Exchange = "engagement.articles";

    public Task Consume(ConsumeContext<RawMessage> context) => take.Take(context.Message.Body, context.CancellationToken);
}
