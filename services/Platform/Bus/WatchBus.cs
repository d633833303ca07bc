using Engagement.Contracts;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Engagement.Platform.Bus;

/// <summary>
/// Says once that RabbitMQ is away and once that it is back. The bus itself would say it at every attempt of every queue, with a stack
/// trace, which hides what else goes wrong. When it is there for the first time, asks for the articles of the last day: where Intake was
/// faster than we and the broker new, it told them to nobody.
/// </summary>
sealed partial class WatchBus(IBusControl bus, Announcer announcer, Hearing hearing, TimeProvider time, ILogger<WatchBus> log) : BackgroundService
{
    static readonly TimeSpan Day = TimeSpan.FromHours(24);

    static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>So many looks in a row; a start or a torn connection takes less.</summary>
    const int Patience = 5;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var look = new PeriodicTimer(Pause, time);
        var away = 0;
        var hasAsked = !hearing.OfArticles;
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
            hasAsked = hasAsked || await Ask(stoppingToken);
        }
    }

    async Task<bool> Ask(CancellationToken stopping)
    {
        try
        {
            await announcer.Say(new ArticlesWanted(time.GetUtcNow() - Day), stopping);
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
