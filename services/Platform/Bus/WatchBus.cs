using Engagement.Contracts;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Engagement.Platform.Bus;

/// <summary>
/// Says once that RabbitMQ is away and once that it is back. The bus itself would say it at every attempt of every queue, with a stack
/// trace, which hides what else goes wrong. When our queues are open for the first time, asks for the articles of the last day, and whenever
/// they were shut, for those since: where a queue is a new one, Intake told them to nobody.
/// </summary>
sealed partial class WatchBus(IBusControl bus, Announcer announcer, Hearing hearing, TimeProvider time, ILogger<WatchBus> log) : BackgroundService
{
    static readonly TimeSpan Day = TimeSpan.FromHours(24);

    /// <summary>An article may be told some time after it was accepted; to be told of it twice costs little.</summary>
    static readonly TimeSpan Overlap = TimeSpan.FromMinutes(10);

    static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>So many looks in a row; a start or a torn connection takes less.</summary>
    const int Patience = 5;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var look = new PeriodicTimer(Pause, time);
        var away = 0;
        var asked = 0;
        var since = time.GetUtcNow() - Day;
        while (await look.WaitForNextTickAsync(stoppingToken))
        {
            if (!announcer.IsReady)
            {
                away++;
                if (away == Patience)
                {
                    Away(log, bus.CheckHealth().Description);
                }

                continue;
            }

            if (away >= Patience)
            {
                Back(log);
            }

            away = 0;
            var openings = announcer.Openings;
            if (openings == asked || !hearing.OfArticles || await Ask(since, stoppingToken))
            {
                (asked, since) = (openings, time.GetUtcNow() - Overlap);
            }
        }
    }

    async Task<bool> Ask(DateTimeOffset since, CancellationToken stopping)
    {
        try
        {
            await announcer.Say(new ArticlesWanted(since), stopping);
            return true;
        }
        catch (Exception) when (!stopping.IsCancellationRequested)
        {
            // Whatever kept the broker from confirming: asked again at the next look.
            return false;
        }
    }

    [LoggerMessage(30, LogLevel.Warning, "RabbitMQ cannot be reached: what it would carry waits in the ledger. Check Engagement__Bus and that RabbitMQ runs ({Health}).")]
    static partial void Away(ILogger log, string health);

    [LoggerMessage(31, LogLevel.Information, "RabbitMQ is reached again.")]
    static partial void Back(ILogger log);
}

/// <summary>What the consumers of this process listen to.</summary>
/// <param name="OfArticles">Whether one of them hears of articles.</param>
sealed record Hearing(bool OfArticles);
