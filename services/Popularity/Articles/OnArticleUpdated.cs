using Engagement.Contracts;
using Engagement.Popularity.Ranking;
using MassTransit;

namespace Engagement.Popularity.Articles;

/// <summary>Title, tags or section changed: the lists show and file it anew.</summary>
sealed class OnArticleUpdated(KeepArticle articles, RollLists roller) : IConsumer<ArticleUpdated>
{
    public async Task Consume(ConsumeContext<ArticleUpdated> context)
    {
        await articles.Keep(context.Message.Article, context.Message.AcceptedAt);
        roller.Ring();
    }
}
