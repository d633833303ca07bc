using Engagement.Platform.Bus;
using Engagement.Platform.Fetch;
using Engagement.Platform.Http;
using Engagement.Platform.Keys;
using Engagement.Platform.Settings;
using Engagement.Platform.Store;
using Engagement.Platform.Telemetry;
using Engagement.Platform.Urls;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Engagement.Platform;

/// <summary>What every process has, whatever services it runs: settings, ledger, keys, problems, health, telemetry.</summary>
public static class PlatformService
{
    /// <summary>Registers it. The bus comes last, with <c>AddBus</c>, when all consumers are known.</summary>
    /// <exception cref="StartProblem">A setting is wrong.</exception>
    public static void AddPlatform(this WebApplicationBuilder builder)
    {
        var options = builder.AddSettings<EngagementOptions>("Engagement");
        builder.AddSettings<SiteOptions>("Engagement:Site");
        builder.AddSettings<UrlOptions>("Engagement:Urls");
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<Peers>();
        builder.Services.AddSingleton<UrlRules>();
        builder.Services.AddSingleton<SiteOrigins>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(8));
        builder.Services.ConfigureHttpJsonOptions(json => Json.Configure(json.SerializerOptions));
        builder.Services.AddApiDocument();
        builder.AddLedger(options);
        builder.AddKeys();
        builder.Services.AddDataProtection().SetApplicationName("engagement");
        builder.Services.AddSingleton<IConfigureOptions<KeyManagementOptions>, LedgerKeyRing>();
        builder.AddProblemAnswers();
        builder.AddProxies(options);
        builder.AddDrain(options);
        builder.AddOutsideWorld();
        builder.Services.AddSingleton<LedgerState>();
        builder.Services.AddSingleton<DiskState>();
        builder.Services.AddSingleton<QueueDepths>();
        builder.Services.AddSingleton<BusState>();
        builder.Services.AddSingleton<ReadFigures>();
        builder.Services.AddSingleton<ShowSystem>();
        builder.AddTelemetry(options);
    }

    /// <summary>Puts the shared middleware and calls in place.</summary>
    public static void MapPlatform(this WebApplication app)
    {
        app.UseDrain();
        app.UseProxies();
        // Before the rest, so that short-circuited calls pay for none of it.
        app.UseRouting();
        app.UseProblemAnswers();
        app.UseTooLarge();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapHealth();
        ShowSystem.Map(app);
        ShowMetrics.Map(app);
        app.MapOpenApi();
    }
}
