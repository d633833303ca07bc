using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Engagement.Platform;

/// <summary>
/// Work that looks into the ledger for what is due: at once when somebody rings, and on its own now and then, because a lost ring
/// may delay work but never lose it. A failed look is tried again at the next and logged once for each reason.
/// </summary>
/// <param name="every">The longest time between two looks.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Where failures are reported.</param>
public abstract class Sweep(TimeSpan every, TimeProvider time, ILogger log) : BackgroundService
{
    /// <summary>Several sweeps end one after another, and a process that was told to stop has ten seconds.</summary>
    static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    readonly SemaphoreSlim bell = new(0, 1);

    /// <summary>The clock.</summary>
    protected TimeProvider Time => time;

    /// <summary>Asks for a look now. Cheap, and rings while one is under way are kept as one.</summary>
    public void Ring()
    {
        try
        {
            bell.Release();
        }
        catch (SemaphoreFullException)
        {
            // Somebody rang already and the look is still to come.
        }
    }

    /// <summary>One look. Returns true where there was more than it took, so that the next look follows at once.</summary>
    protected abstract Task<bool> Look(CancellationToken cancellation);

    /// <summary>Runs once before the first look.</summary>
    protected virtual Task Begin(CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>
    /// What is kind to do at the end, after the last look. Where the ledger goes away in that moment it is left undone and the program ends
    /// all the same, so nobody may rely on it.
    /// </summary>
    protected virtual Task Leave() => Task.CompletedTask;

    /// <inheritdoc/>
    public sealed override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await Leave().WaitAsync(LastWords, time, cancellationToken);
        }
        catch (Exception failure)
        {
            SweepLog.Left(log, GetType().Name, Reason.Of(failure));
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        var begun = false;
        var lastFailure = "";
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!begun)
                {
                    await Begin(stoppingToken);
                    begun = true;
                }

                var more = await Look(stoppingToken);
                if (lastFailure.Length > 0)
                {
                    lastFailure = "";
                    SweepLog.Works(log, GetType().Name);
                }

                if (more)
                {
                    continue;
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                // A ledger that is away for a minute would fill the log with one sentence.
                var reason = Reason.Of(failure);
                if (reason != lastFailure)
                {
                    SweepLog.Failed(log, GetType().Name, reason);
                }

                lastFailure = reason;
            }

            await Wait(stoppingToken);
        }
    }

    async Task Wait(CancellationToken stopping)
    {
        using var rest = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        try
        {
            await Task.WhenAny(bell.WaitAsync(rest.Token), Task.Delay(every, time, rest.Token));
        }
        finally
        {
            await rest.CancelAsync();
        }
    }
}

static partial class SweepLog
{
    [LoggerMessage(1, LogLevel.Warning, "{Sweep} failed and will try again: {Reason}")]
    public static partial void Failed(ILogger log, string sweep, string reason);

    [LoggerMessage(2, LogLevel.Information, "{Sweep} works again")]
    public static partial void Works(ILogger log, string sweep);

    [LoggerMessage(3, LogLevel.Warning, "{Sweep} ended without its last step, which the next one makes up for: {Reason}")]
    public static partial void Left(ILogger log, string sweep, string reason);
}
