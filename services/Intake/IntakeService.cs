using Engagement.Intake.Amqp;
using Engagement.Intake.Articles;
using Engagement.Intake.Catalogue;
using Engagement.Intake.Commands;
using Engagement.Intake.Feeds;
using Engagement.Intake.Pages;
using Engagement.Platform;
using Engagement.Platform.Bus;
using Engagement.Platform.Commands;
using Engagement.Platform.Http;
using Engagement.Platform.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Intake;

/// <summary>The wiring of the service, on one page.</summary>
public static class IntakeService
{
    /// <summary>What it adds to the command line.</summary>
    public static IReadOnlyList<Command> Commands { get; } = [Import.Command, Export.Command, Reannounce.Command];

    /// <summary>Registers its parts.</summary>
    public static void AddIntake(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Shelves>();
        builder.Services.AddSingleton<ReadLists>();
        builder.Services.AddSingleton<CatalogueStore>();
        builder.Services.AddHostedService<MoveOldLists>();
        builder.Services.AddSingleton<AnnounceAccepted>();
        builder.Services.AddHostedService(services => services.GetRequiredService<AnnounceAccepted>());
        builder.Services.AddSingleton<ReadArticles>();
        builder.Services.AddSingleton<UnderstandArticles>();
        builder.Services.AddSingleton<AcceptArticles>();
        builder.Services.AddSingleton<MergeArticles>();
        builder.Services.AddSingleton<ListArticles>();
        builder.AddPages();
        builder.AddFeeds();
        builder.Services.AddSingleton<AsideStore>();
        builder.Services.AddSingleton<TakeMessage>();
        builder.AddRawConsumer<OnRawArticles>("intake", OnRawArticles.Exchange);
        builder.AddSystemFigures("intake", TellState.Read);
        builder.AddConsumer<OnArticlesWanted>("intake");
    }

    /// <summary>Maps its endpoints.</summary>
    public static void MapIntake(this WebApplication app)
    {
        PostArticles.Map(app);
        ListArticles.Map(app);
        GetArticle.Map(app);
        WithdrawArticle.Map(app);
        MergeArticles.Map(app);
        ReannounceArticles.Map(app);
        ListFeeds.Map(app);
        WebSubCallback.Map(app);
        AsideApi.Map(app);
    }

    static void AddPages(this WebApplicationBuilder builder)
    {
        builder.AddSettings<IntakeOptions>("Engagement:Intake");
        builder.Services.AddSingleton<PageFields>();
        builder.Services.AddSingleton<ReadPage>();
        builder.Services.AddSingleton<FillFromPages>();
        builder.Services.AddSingleton<LookAtSeenPage>();
        // Each is a request to the site, and a crowd of readers must not become a crowd of ours.
        builder.AddConsumer<OnArticleSeen>("intake", queue => queue.ConcurrentMessageLimit = 2);
    }

    static void AddFeeds(this WebApplicationBuilder builder)
    {
        var feeds = builder.AddSettings<FeedSettings>("Engagement").Feeds;
        builder.Services.AddSingleton<FeedStates>();
        builder.Services.AddSingleton<FetchFeed>();
        builder.Services.AddSingleton<ReadItems>();
        builder.Services.AddSingleton<ReadNews>();
        builder.Services.AddSingleton<WebSub>();
        builder.Services.AddSingleton<PollFeeds>();
        builder.Services.AddSingleton<WebSubCallback>();
        builder.Services.AddHostedService(services => services.GetRequiredService<PollFeeds>());
        if (feeds.Count > 0)
        {
            builder.Services.AddSingleton(new StartNote("Feeds", $"{feeds.Count} watched; the first look at a feed fills the catalogue and posts nothing"));
        }
    }
}
