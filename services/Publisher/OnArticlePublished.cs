using Engagement.Contracts;
using Engagement.Publisher.Posts;
using MassTransit;

namespace Engagement.Publisher;

/// <summary>A new article gets its post. Delivered again, it finds the post there.</summary>
sealed class OnArticlePublished(PlanPost plan) : IConsumer<ArticlePublished>
{
    public Task Consume(ConsumeContext<ArticlePublished> context) => plan.Appeared(context.Message.Article);
}
