using Engagement.Contracts;
using MassTransit;

namespace Engagement.Counter.Articles;

/// <summary>A new article has a counter before its first reader clicks.</summary>
sealed class OnArticlePublished(ArticleStore articles, CountParked parked) : IConsumer<ArticlePublished>
{
    public async Task Consume(ConsumeContext<ArticlePublished> context)
    {
        await articles.Register(context.Message.Article);
        parked.Ring();
    }
}
