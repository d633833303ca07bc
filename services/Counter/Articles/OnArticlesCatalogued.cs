using Engagement.Contracts;
using MassTransit;

namespace Engagement.Counter.Articles;

/// <summary>Old articles have counters, and their old counts can be imported.</summary>
sealed class OnArticlesCatalogued(ArticleStore articles, CountParked parked) : IConsumer<ArticlesCatalogued>
{
    public async Task Consume(ConsumeContext<ArticlesCatalogued> context)
    {
        await articles.Register([.. context.Message.Articles.Select(one => one.Article)]);
        parked.Ring();
    }
}
