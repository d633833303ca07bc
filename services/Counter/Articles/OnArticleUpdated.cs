using Engagement.Contracts;
using MassTransit;

namespace Engagement.Counter.Articles;

/// <summary>A newer revision may have another title for the share texts and another URL; what the old URL counted stays with it.</summary>
sealed class OnArticleUpdated(ArticleStore articles) : IConsumer<ArticleUpdated>
{
    public Task Consume(ConsumeContext<ArticleUpdated> context) => articles.Register(context.Message.Article);
}
