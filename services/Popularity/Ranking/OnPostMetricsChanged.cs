using Engagement.Contracts;
using MassTransit;

namespace Engagement.Popularity.Ranking;

/// <summary>A post of an article was liked or reposted: that is interest in the article too, of a lighter kind.</summary>
sealed class OnPostMetricsChanged(ApplyNetwork network, RollLists roller) : IConsumer<PostMetricsChanged>
{
    public async Task Consume(ConsumeContext<PostMetricsChanged> context)
    {
        await network.Apply(context.Message);
        roller.Ring();
    }
}
