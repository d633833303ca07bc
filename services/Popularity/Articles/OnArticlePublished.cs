using Engagement.Contracts;
using Engagement.Popularity.Ranking;
using MassTransit;

namespace Engagement.Popularity.Articles;

/// <summary>A new article can be ranked.</summary>
sealed class OnArticlePublished(KeepArticle articles, RollLists roller) : IConsumer<ArticlePublished>
{
    public async Task Consume(ConsumeContext<ArticlePublished> context)
    {
        await articles.Keep(context.Message.Article, context.Message.AcceptedAt);
        roller.Ring();
    }
}
