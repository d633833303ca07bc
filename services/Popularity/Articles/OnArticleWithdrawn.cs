using Engagement.Contracts;
using Engagement.Popularity.Ranking;
using MassTransit;

namespace Engagement.Popularity.Articles;

/// <summary>The site took an article back: it leaves every list at once.</summary>
sealed class OnArticleWithdrawn(KeepArticle articles, RollLists roller) : IConsumer<ArticleWithdrawn>
{
    public async Task Consume(ConsumeContext<ArticleWithdrawn> context)
    {
        await articles.Withdraw(context.Message.ArticleId, context.Message.Revision);
        roller.Ring();
    }
}
