using Engagement.Contracts;
using MassTransit;

namespace Engagement.Counter.Articles;

/// <summary>What the site took back counts no more.</summary>
sealed class OnArticleWithdrawn(ArticleStore articles) : IConsumer<ArticleWithdrawn>
{
    public Task Consume(ConsumeContext<ArticleWithdrawn> context) =>
        articles.Withdraw(context.Message.ArticleId, context.Message.Revision);
}
