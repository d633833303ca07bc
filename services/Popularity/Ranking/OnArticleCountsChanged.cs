using Engagement.Contracts;
using Engagement.Platform.Telemetry;
using MassTransit;

namespace Engagement.Popularity.Ranking;

/// <summary>Readers shared, bookmarked or viewed: the lists follow.</summary>
sealed class OnArticleCountsChanged(ApplyCounts counts, RollLists roller, Traces traces) : IConsumer<ArticleCountsChanged>
{
    public async Task Consume(ConsumeContext<ArticleCountsChanged> context)
    {
        await counts.Apply(context.Message.Articles);
        await traces.Leave("lists");
        roller.Ring();
    }
}
