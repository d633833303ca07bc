using Engagement.Counter.Articles;
using Engagement.Counter.Buttons;
using Engagement.Counter.Corrections;
using Engagement.Counter.Counting;
using Engagement.Counter.History;
using Engagement.Counter.Reading;
using Engagement.Counter.Telling;
using Engagement.Counter.Trust;
using Engagement.Platform.Bus;
using Engagement.Platform.Commands;
using Engagement.Platform.Http;
using Engagement.Platform.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Counter;

/// <summary>The wiring of the service, on one page.</summary>
public static class CounterService
{
    /// <summary>What it adds to the command line.</summary>
    public static IReadOnlyList<Command> Commands { get; } = [];

    /// <summary>Registers its parts.</summary>
    public static void AddCounter(this WebApplicationBuilder builder)
    {
        builder.AddButtons();
        builder.AddSettings<CounterOptions>("Engagement:Counter");

        // Which articles have counters.
        builder.Services.AddSingleton<ArticleStore>();
        builder.Services.AddSingleton<Parking>();
        builder.Services.AddSingleton<CountParked>();
        builder.Services.AddHostedService(services => services.GetRequiredService<CountParked>());
        builder.AddConsumer<OnArticlePublished>("counter");
        builder.AddConsumer<OnArticlesCatalogued>("counter");
        builder.AddConsumer<OnArticleUpdated>("counter");
        builder.AddConsumer<OnArticleWithdrawn>("counter");

        // From a reader's event to the ledger.
        builder.Services.AddSingleton<KeyedHashes>();
        builder.Services.AddSingleton<ClickRules>();
        builder.Services.AddSingleton<Rates>();
        builder.Services.AddSingleton<Bursts>();
        builder.Services.AddSingleton<EventRules>();
        builder.Services.AddSingleton<EventDesk>();
        builder.Services.AddSingleton<Tally>();
        builder.AddSystemFigures("counter", TellState.Read);
        builder.Services.AddSingleton<CountBatch>();
        builder.Services.AddSingleton<DeferEvents>();
        builder.AddConsumer<OnEventsDeferred>("counter");
        builder.Services.AddSingleton<EventWriter>();
        builder.Services.AddHostedService(services => services.GetRequiredService<EventWriter>());
        builder.Services.AddSingleton<CountBeacon>();
        builder.Services.AddSingleton<CountClick>();
        builder.Services.AddSingleton<CountServerEvents>();

        // From the ledger to whoever asks.
        builder.Services.AddSingleton<CountCache>();
        builder.Services.AddSingleton<ReadCounts>();
        builder.Services.AddSingleton<DirtyBuckets>();
        builder.Services.AddSingleton<TellChanges>();
        builder.Services.AddHostedService(services => services.GetRequiredService<TellChanges>());
        builder.AddConsumer<OnCountsWanted>("counter");

        // What time and people do to counts.
        builder.Services.AddSingleton<RollUp>();
        builder.Services.AddHostedService(services => services.GetRequiredService<RollUp>());
        builder.Services.AddSingleton<CorrectionLog>();
        builder.Services.AddSingleton<ImportCounts>();
        builder.Services.AddSingleton<BookmarkHolders>();
        builder.Services.AddSingleton<MergeArticles>();
        builder.Services.AddSingleton<SubtractAbuse>();
    }

    /// <summary>Maps its endpoints.</summary>
    public static void MapCounter(this WebApplication app)
    {
        CountBeacon.Map(app);
        CountClick.Map(app);
        CountServerEvents.Map(app);
        ReadCounts.Map(app);
        app.MapButtons();
        ReadDetail.Map(app);
        ComparePeriods.Map(app);
        ReadHistory.Map(app);
        CorrectionLog.Map(app);
        ExportCounts.Map(app);
        ImportCounts.Map(app);
        BookmarkHolders.Map(app);
        MergeArticles.Map(app);
        SubtractAbuse.Map(app);
    }
}
