using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Engagement.Platform.Bus;

/// <summary>
/// Says once that RabbitMQ is away and once that it is back. The bus itself would say it at every attempt of every queue, with a stack
/// trace, which hides what else goes wrong.
/// </summary>
sealed partial class WatchBus(IBusControl bus, TimeProvider time, ILogger<WatchBus> log) : BackgroundService
{
    /// <summary>A start takes longer than this only where the broker is away.</summary>
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var look = new PeriodicTimer(Pause, time);
        var isAway = false;
        while (await look.WaitForNextTickAsync(stoppingToken))
        {
            var wasAway = isAway;
            isAway = bus.CheckHealth().Status != BusHealthStatus.Healthy;
            if (isAway && !wasAway)
            {
                Away(log);
            }
            else if (wasAway && !isAway)
            {
                Back(log);
            }
        }
    }

    [LoggerMessage(30, LogLevel.Warning, "RabbitMQ cannot be reached: what it would carry waits in the ledger. Check Engagement__Bus and that RabbitMQ runs.")]
    static partial void Away(ILogger log);

    [LoggerMessage(31, LogLevel.Information, "RabbitMQ is reached again.")]
    static partial void Back(ILogger log);
}
