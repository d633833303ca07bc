using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Engagement.Platform.Store;

/// <summary>
/// The ledger says in which format it is written. A program that is older than its ledger must not touch it: it would misread what a newer
/// one wrote. Looked at before anything starts; where the ledger is away then, when it comes. Whoever finds a new ledger writes the number, and
/// whoever finds an older one raises it, because what it writes from then on the older program would miss.
/// </summary>
/// <remarks>engagement:format   string   the number; raised only by a change that an older program cannot read</remarks>
sealed class LedgerFormat(Ledger ledger, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<LedgerFormat> log) : LedgerCheck(lifetime, log)
{
    /// <summary>What this program writes. 1 is 0.1; since 2 the catalogue's lists stand on shelves.</summary>
    public const int Current = 2;

    static readonly RedisKey Key = "engagement:format";
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    bool isKnown;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!isKnown)
        {
            await Task.Delay(Pause, time, stoppingToken);
            await CheckAgain();
        }
    }

    /// <inheritdoc/>
    protected override async Task<string?> Problem()
    {
        try
        {
            var set = ledger.Db.StringSetAsync(Key, Current, when: When.NotExists);
            await ledger.Flush();
            var found = await set ? Current : await ledger.Db.StringGetAsync(Key);
            isKnown = true;
            if (!found.TryParse(out int format) || format > Current)
            {
                return $"The ledger is of format {found}, and this program knows formats up to {Current}; run the version that wrote it, or a newer one.";
            }

            if (format < Current)
            {
                await ledger.Db.StringSetAsync(Key, Current);
                await ledger.Flush();
            }

            return null;
        }
        catch (Exception away) when (away is RedisException or TimeoutException)
        {
            return null;
        }
    }
}
