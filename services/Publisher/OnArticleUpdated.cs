using Engagement.Contracts;
using Engagement.Publisher.Posts;
using MassTransit;

namespace Engagement.Publisher;

/// <summary>A changed article changes its unsent post. A correction never posts again.</summary>
sealed class OnArticleUpdated(PlanPost plan) : IConsumer<ArticleUpdated>
{
    public Task Consume(ConsumeContext<ArticleUpdated> context) => plan.Changed(context.Message.Article);
}
