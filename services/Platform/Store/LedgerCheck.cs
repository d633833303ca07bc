using Engagement.Platform.Settings;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Engagement.Platform.Store;

/// <summary>Something about the ledger that must be so. Where it is not, the program does not start, or stops where it turns out later.</summary>
abstract partial class LedgerCheck(IHostApplicationLifetime lifetime, ILogger log) : BackgroundService
{
    /// <summary>True where it stopped the program: whoever restarts it must see that it failed.</summary>
    public bool HasRefused { get; private set; }

    /// <summary>Looks before anything starts.</summary>
    /// <exception cref="StartProblem">What is wrong with it.</exception>
    public async Task Check()
    {
        if (await Problem() is { } problem)
        {
            throw new StartProblem(problem);
        }
    }

    /// <summary>Looks while the program runs, and stops it.</summary>
    protected async Task CheckAgain()
    {
        if (await Problem() is { } problem)
        {
            HasRefused = true;
            Refused(log, problem);
            lifetime.StopApplication();
        }
    }

    /// <summary>What is wrong with it, in one sentence; null where nothing is, or where it is away.</summary>
    protected abstract Task<string?> Problem();

    [LoggerMessage(20, LogLevel.Critical, "{Problem} Stopping.")]
    static partial void Refused(ILogger log, string problem);
}
