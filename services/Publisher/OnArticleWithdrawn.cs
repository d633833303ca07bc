using Engagement.Contracts;
using Engagement.Publisher.Posts;
using MassTransit;

namespace Engagement.Publisher;

/// <summary>A withdrawn article's unsent post is cancelled.</summary>
sealed class OnArticleWithdrawn(PlanPost plan) : IConsumer<ArticleWithdrawn>
{
    public Task Consume(ConsumeContext<ArticleWithdrawn> context) => plan.Withdrawn(context.Message.ArticleId, context.Message.Revision);
}
