using Engagement.Contracts;
using MassTransit;

namespace Engagement.Intake.Catalogue;

/// <summary>A service whose queue may be new asks for what it may have missed; what others have already, they ignore.</summary>
sealed class OnArticlesWanted(AnnounceAccepted announce) : IConsumer<ArticlesWanted>
{
    public Task Consume(ConsumeContext<ArticlesWanted> context) => announce.Again(context.Message.Since, context.CancellationToken);
}
