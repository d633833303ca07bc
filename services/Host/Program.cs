using Engagement.Counter;
using Engagement.Dashboard;
using Engagement.Host.Demo;
using Engagement.Intake;
using Engagement.Platform;
using Engagement.Platform.Bus;
using Engagement.Platform.Commands;
using Engagement.Popularity;
using Engagement.Publisher;

namespace Engagement.Host;

static class Program
{
    static Task<int> Main(string[] args) => CommandLine.Run(args, Commands) ?? Start.Run(args, Compose);

    /// <summary>The whole system: each service is wired on one page, <c>services/{Name}/{Name}Service.cs</c>.</summary>
    internal static void Compose(WebApplicationBuilder builder)
    {
        builder.AddEmbeddedLedger();         // Garnet in this process, unless Engagement__Store names a Redis
        builder.AddPlatform();               // settings, ledger, keys, problems, health, telemetry

        builder.AddService("intake", IntakeService.AddIntake, IntakeService.MapIntake);
        builder.AddService("publisher", PublisherService.AddPublisher, PublisherService.MapPublisher);
        builder.AddService("counter", CounterService.AddCounter, CounterService.MapCounter);
        builder.AddService("popularity", PopularityService.AddPopularity, PopularityService.MapPopularity);
        builder.AddService("dashboard", DashboardService.AddDashboard, DashboardService.MapDashboard);

        builder.AddDemo();                   // a sample site at /demo/, with --demo
        builder.AddBus();                    // last: it connects the consumers that the services added
    }

    /// <summary>What <c>engagement WORD</c> can do besides serving.</summary>
    static IEnumerable<Command> Commands =>
    [
        HealthCheck.Command,
        .. IntakeService.Commands, .. PublisherService.Commands, PublisherService.DryRun(ReadAnywhere.Read), .. CounterService.Commands,
        .. PopularityService.Commands, .. DashboardService.Commands,
    ];
}
