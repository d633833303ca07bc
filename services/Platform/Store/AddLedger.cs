using Engagement.Platform.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace Engagement.Platform.Store;

/// <summary>Connects the ledger.</summary>
public static class LedgerRegistration
{
    /// <summary>The configuration key under which the host says that the store is its own embedded ledger.</summary>
    public const string EmbeddedSetting = "Engagement:StoreIsEmbedded";

    internal static bool IsEmbedded(IConfiguration configuration) => bool.TryParse(configuration[EmbeddedSetting], out var isEmbedded) && isEmbedded;

    internal static void AddLedger(this WebApplicationBuilder builder, EngagementOptions options)
    {
        var embedded = IsEmbedded(builder.Configuration);
        var connection = Read(options);
        builder.Services.AddSingleton<LedgerConnections>();
        builder.Services.AddSingleton<IConnectionMultiplexer>(Connect);
        builder.Services.AddSingleton(services => new Ledger(Main(services), Main(services), flushes: embedded, atOnce: embedded ? 32 : null));
        builder.Services.AddKeyedSingleton<IConnectionMultiplexer>(Ledger.FastLane, (services, _) => Connect(services));
        builder.Services.AddKeyedSingleton(Ledger.FastLane, (services, _) =>
            new Ledger(Fast(services), embedded ? Main(services) : Fast(services), flushes: embedded));
        builder.Services.AddSingleton<LedgerFormat>();
        builder.Services.AddHostedService(services => services.GetRequiredService<LedgerFormat>());
        if (!embedded)
        {
            builder.Services.AddSingleton<RefuseUnsafeRedis>();
            builder.Services.AddHostedService(services => services.GetRequiredService<RefuseUnsafeRedis>());
        }

        static Lazy<IConnectionMultiplexer> Main(IServiceProvider services) => new(() => services.GetRequiredService<IConnectionMultiplexer>());
        static Lazy<IConnectionMultiplexer> Fast(IServiceProvider services) =>
            new(() => services.GetRequiredKeyedService<IConnectionMultiplexer>(Ledger.FastLane));

        ConnectionMultiplexer Connect(IServiceProvider services)
        {
            services.GetService<LedgerStart>()?.Wait();
            return services.GetRequiredService<LedgerConnections>().Open(connection.Clone());
        }
    }

    /// <summary>Closes its connections at the end of the program, when nobody needs them any more.</summary>
    public static Task LeaveLedger(this WebApplication app) => app.Services.GetRequiredService<LedgerConnections>().Close();

    /// <summary>Stops the start where the ledger may forget what was accepted, or was written by a newer program.</summary>
    /// <exception cref="StartProblem">So it is, in one sentence.</exception>
    public static async Task CheckLedger(this WebApplication app)
    {
        await (app.Services.GetService<RefuseUnsafeRedis>()?.Check() ?? Task.CompletedTask);
        await app.Services.GetRequiredService<LedgerFormat>().Check();
    }

    /// <summary>True where the program was stopped because of what its ledger turned out to be.</summary>
    public static bool RefusedLedger(this WebApplication app) => app.Services.GetServices<IHostedService>().OfType<LedgerCheck>().Any(check => check.HasRefused);

    static ConfigurationOptions Read(EngagementOptions options)
    {
        ConfigurationOptions configuration;
        try
        {
            configuration = ConfigurationOptions.Parse(options.Store);
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or FormatException)
        {
            throw new StartProblem($"Engagement__Store is not a Redis connection such as redis:6379,password=…: {unreadable.Message}");
        }

        if (options.StorePassword.Length > 0)
        {
            configuration.Password = options.StorePassword;
        }

        // Redis may be away when we start and while we run: then calls fail within five seconds and readers' events take the bus.
        configuration.AbortOnConnectFail = false;
        configuration.ConnectTimeout = 5_000;
        configuration.SyncTimeout = 5_000;
        configuration.AsyncTimeout = 5_000;
        configuration.BacklogPolicy = BacklogPolicy.FailFast;
        configuration.ReconnectRetryPolicy = new ExponentialRetry(deltaBackOffMilliseconds: 100, maxDeltaBackOffMilliseconds: 2_000);
        // Asks Redis how it is set; nothing here changes that.
        configuration.AllowAdmin = true;
        configuration.ClientName = "engagement";
        configuration.IncludeDetailInExceptions = false;
        return configuration;
    }
}

/// <summary>Given by a host that starts the ledger itself.</summary>
/// <param name="Wait">Returns when the ledger answers: a connection that is refused at first is tried again only later.</param>
public sealed record LedgerStart(Action Wait);
