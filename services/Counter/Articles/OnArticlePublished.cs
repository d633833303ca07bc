using Engagement.Contracts;
using MassTransit;

namespace Engagement.Counter.Articles;

/// <summary>A new article has a counter before its first reader clicks.</summary>
sealed class OnArticlePublished(ArticleStore articles) : IConsumer<ArticlePublished>
{
    public Task Consume(ConsumeContext<ArticlePublished> context) => articles.Register(context.Message.Article);
}
