using Engagement.Platform.Bus;
using Engagement.Platform.Commands;
using Engagement.Platform.Http;
using Engagement.Platform.Settings;
using Engagement.Popularity.Alerts;
using Engagement.Popularity.Articles;
using Engagement.Popularity.Changes;
using Engagement.Popularity.Element;
using Engagement.Popularity.Feeds;
using Engagement.Popularity.Files;
using Engagement.Popularity.Lists;
using Engagement.Popularity.Ranking;
using Engagement.Popularity.Stream;
using Engagement.Popularity.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Popularity;

/// <summary>The wiring of the service, on one page.</summary>
public static class PopularityService
{
    /// <summary>What it adds to the command line.</summary>
    public static IReadOnlyList<Command> Commands { get; } = [RebuildCommand.Command];

    /// <summary>Registers its parts.</summary>
    public static void AddPopularity(this WebApplicationBuilder builder)
    {
        builder.AddSettings<PopularityOptions>("Engagement:Popularity");
        var services = builder.Services;

        builder.AddConsumer<OnArticlePublished>("popularity");
        builder.AddConsumer<OnArticlesCatalogued>("popularity");
        builder.AddConsumer<OnArticleUpdated>("popularity");
        builder.AddConsumer<OnArticleWithdrawn>("popularity");
        services.AddSingleton<KeepArticle>();

        builder.AddConsumer<OnArticleCountsChanged>("popularity");
        builder.AddConsumer<OnPostMetricsChanged>("popularity");
        services.AddSingleton<ApplyCounts>();
        services.AddSingleton<ApplyNetwork>();
        services.AddSingleton<IndexArticle>();
        services.AddSingleton<ResetFigures>();
        services.AddSingleton<RebuildLists>();
        services.AddSingleton<SlideWindows>();
        services.AddSingleton<RollLists>();
        services.AddHostedService(provider => provider.GetRequiredService<RollLists>());
        services.AddHostedService<AskForCounts>();

        services.AddSingleton<Office>();
        services.AddHostedService<AnnounceChanges>();
        services.AddSingleton<StreamHub>();
        services.AddSingleton<StreamPopular>();
        services.AddHostedService<StreamAlerts>();
        services.AddSingleton<WebhookStore>();
        services.AddSingleton<CallWebhooks>();
        services.AddSingleton<SendWebhooks>();
        services.AddHostedService(provider => provider.GetRequiredService<SendWebhooks>());
        builder.AddSettings<MailOptions>("Engagement:Mail");
        services.AddHostedService<WatchTakeOff>();
        services.AddSingleton<MailAlerts>();
        services.AddHostedService(provider => provider.GetRequiredService<MailAlerts>());
        builder.AddSettings<FileTargets>("Engagement:Popularity");
        services.AddSingleton<WriteFiles>();
        services.AddHostedService(provider => provider.GetRequiredService<WriteFiles>());

        builder.AddSystemFigures("popularity", TellState.Read);
        services.AddSingleton<SumLists>();
        services.AddSingleton<CurrentLists>();
        services.AddSingleton<PastRanks>();
        services.AddSingleton<Rising>();
        services.AddSingleton<ListReader>();
        services.AddSingleton<FairList>();
        services.AddSingleton<AnyList>();
        services.AddSingleton<IStartupFilter, ServeReady>();
    }

    /// <summary>Maps its endpoints.</summary>
    public static void MapPopularity(this WebApplication app)
    {
        GetPopular.Map(app);
        StreamPopular.Map(app);
        PopularRss.Map(app);
        PopularJsonFeed.Map(app);
        PopularFragment.Map(app);
        ElementFile.Map(app);
        WebhookCalls.Map(app);
        GetAlerts.Map(app);
        SumLists.Map(app);
        RebuildLists.Map(app);
    }
}
