using Engagement.Contracts;
using Engagement.Popularity.Ranking;
using MassTransit;

namespace Engagement.Popularity.Articles;

/// <summary>Old articles can be ranked.</summary>
sealed class OnArticlesCatalogued(KeepArticle articles, RollLists roller) : IConsumer<ArticlesCatalogued>
{
    public async Task Consume(ConsumeContext<ArticlesCatalogued> context)
    {
        await articles.Keep(context.Message.Articles);
        roller.Ring();
    }
}
