using Engagement.Contracts;
using MassTransit;

namespace Engagement.Counter.Articles;

/// <summary>A newer revision may have another title for the share texts and another URL; what the old URL counted stays with it.</summary>
sealed class OnArticleUpdated(ArticleStore articles, CountParked parked) : IConsumer<ArticleUpdated>
{
    public async Task Consume(ConsumeContext<ArticleUpdated> context)
    {
        await articles.Register(context.Message.Article);
        parked.Ring();
    }
}
