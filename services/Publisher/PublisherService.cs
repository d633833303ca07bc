using System.Text.Json.Nodes;
using Engagement.Platform;
using Engagement.Platform.Bus;
using Engagement.Platform.Commands;
using Engagement.Platform.Http;
using Engagement.Platform.Settings;
using Engagement.Publisher.Budget;
using Engagement.Publisher.Posts;
using Engagement.Publisher.Queue;
using Engagement.Publisher.Sending;
using Engagement.Publisher.Text;
using Engagement.Publisher.X;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Engagement.Publisher;

/// <summary>The wiring of the service, on one page.</summary>
public static class PublisherService
{
    /// <summary>What it adds to the command line.</summary>
    public static IReadOnlyList<Command> Commands { get; } = [];

    /// <summary>
    /// <c>engagement post --dry-run</c>. Feeds and pages are read by whom the host hands in, because services do not know each other.
    /// </summary>
    public static Command DryRun(Func<string, CancellationToken, IAsyncEnumerable<JsonObject>> read) => ShowPosts.With(read);

    /// <summary>Registers its parts.</summary>
    public static void AddPublisher(this WebApplicationBuilder builder)
    {
        builder.AddX();
        builder.AddWording();
        builder.Services.AddSingleton<PostStore>();
        builder.Services.AddSingleton<RecentWords>();
        builder.Services.AddSingleton<Articles>();
        builder.Services.AddSingleton<WordPost>();
        builder.Services.AddSingleton<PlanPost>();
        builder.AddQueue();
        builder.Services.AddSingleton<MonthlyBudget>();
        builder.Services.AddSingleton<Editing>();
        builder.Services.AddSingleton<SendPost>();
        builder.Services.AddSingleton<ReconcilePost>();
        builder.Services.AddSingleton<AnnouncePost>();
        builder.Services.AddSingleton<TakeDownPost>();
        builder.Services.AddSingleton<MeasurePost>();
        builder.Services.AddSingleton<FetchImage>();
        builder.Services.AddSingleton<PendingConnections>();
        builder.Services.AddSingleton<Connecting>();
        builder.Services.AddSingleton<AccountCheck>();
        builder.AddLanes();
        builder.AddSystemFigures("publisher", TellState.Read);
        builder.AddConsumer<OnArticlePublished>("publisher");
        builder.AddConsumer<OnArticleUpdated>("publisher");
        builder.AddConsumer<OnArticleWithdrawn>("publisher");
        builder.AddConsumer<OnArticleTakingOff>("publisher");
    }

    /// <summary>Maps its endpoints.</summary>
    public static void MapPublisher(this WebApplication app)
    {
        ListPosts.Map(app);
        ActOnPosts.Map(app);
        ShowBudget.Map(app);
        ShowAccount.Map(app);
        ConnectAccount.Map(app);
        PreviewPost.Map(app);
    }

    static void AddX(this WebApplicationBuilder builder)
    {
        var options = builder.AddSettings<XOptions>("Engagement:X");
        options.Check();
        builder.Services.AddSingleton<XAccount>();
        builder.Services.AddSingleton<TokenStore>();
        builder.Services.AddSingleton<XTokenCalls>();
        builder.Services.AddSingleton<XTokens>();
        builder.Services.AddSingleton<XSigning>();
        builder.Services.AddSingleton<XCalls>();
        builder.Services.AddSingleton<XMedia>();
        builder.Services.AddSingleton<INetwork, XClient>();
        builder.Services.AddHttpClient(XClient.Http, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                ConnectTimeout = TimeSpan.FromSeconds(5),
                PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            });
        if (options.IsDry)
        {
            builder.Services.AddSingleton(new StartNote("X",
                "runs dry: posts are made and shown, nothing is sent. Set the four Engagement__X__ credentials, or Engagement__X__ClientId, to post."));
        }
    }

    static void AddQueue(this WebApplicationBuilder builder)
    {
        builder.AddSettings<QueueOptions>("Engagement:Queue").Check();
        builder.AddSettings<ReshareOptions>("Engagement:Reshare");
        builder.Services.AddSingleton<ResharePost>();
        builder.Services.AddSingleton<SiteHours>();
        builder.Services.AddSingleton<Turns>();
    }

    static void AddLanes(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<PostDueArticles>();
        for (var lane = 0; lane < PostDueArticles.Lanes; lane++)
        {
            var isLookout = lane == 0;
            builder.Services.AddSingleton<IHostedService>(services =>
            {
                var lanes = services.GetRequiredService<PostDueArticles>();
                var made = ActivatorUtilities.CreateInstance<PostLane>(services, isLookout);
                lanes.Add(made);
                return made;
            });
        }
    }
}
