using Engagement.Contracts;
using Engagement.Publisher.Posts;
using MassTransit;

namespace Engagement.Publisher;

/// <summary>An article that readers share far more than usual may be posted once more, where that is switched on.</summary>
sealed class OnArticleTakingOff(ResharePost reshare) : IConsumer<ArticleTakingOff>
{
    public Task Consume(ConsumeContext<ArticleTakingOff> context) => reshare.TakesOff(context.Message.ArticleId);
}
