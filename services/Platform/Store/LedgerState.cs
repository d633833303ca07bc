using System.Globalization;
using Engagement.Platform.Http;
using Microsoft.Extensions.Configuration;
using StackExchange.Redis;

namespace Engagement.Platform.Store;

/// <summary>How the ledger fares: whether it answers, how fast, and how much it holds.</summary>
sealed class LedgerState(Ledger ledger, IConfiguration configuration)
{
    /// <summary>Seconds; a busy machine makes an answer wait for some tenths without the ledger being slow.</summary>
    const double Slow = 1;

    /// <summary>embedded or redis.</summary>
    public string Kind { get; } = LedgerRegistration.IsEmbedded(configuration) ? "embedded" : "redis";

    public async Task<IReadOnlyList<SystemFigure>> Read()
    {
        try
        {
            var answered = await ledger.Db.PingAsync();
            var info = (await Info("memory")).Concat(await Info("persistence")).ToLookup(line => line.Name, line => line.Value);
            var failing = info["aof_last_write_status"].FirstOrDefault() is { } status && status != "ok";
            return
            [
                new("ledger-answers", answered.TotalSeconds, "seconds", answered.TotalSeconds > Slow ? "The ledger answers slowly." : null,
                    answered.TotalSeconds > Slow ? "See whether its machine or its disk is busy with something else." : null),
                .. info["used_memory"].Take(1).Select(used => new SystemFigure("ledger-memory", double.TryParse(used, CultureInfo.InvariantCulture, out var bytes) ? bytes : 0, "bytes")),
                .. failing ? [new SystemFigure("ledger-writes", 0, "count", "The ledger cannot write its log, so nothing new is safe.", "Look whether its disk is full.")] : Array.Empty<SystemFigure>(),
            ];
        }
        catch (Exception away) when (away is RedisException or TimeoutException)
        {
            return [new("ledger-answers", 0, "seconds", "The ledger cannot be reached.", "Check Engagement__Store and that Redis runs; what was accepted is safe in it.")];
        }
    }

    async Task<IEnumerable<(string Name, string Value)>> Info(string section)
    {
        try
        {
            var text = (string?)await ledger.Db.ExecuteAsync("INFO", section) ?? "";
            return text.Split('\n').Select(line => line.Trim().Split(':', 2)).Where(line => line.Length == 2).Select(line => (line[0], line[1]));
        }
        catch (RedisServerException)
        {
            // A ledger without such a section tells less.
            return [];
        }
    }
}
