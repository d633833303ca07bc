using System.Globalization;
using Engagement.Counter.Counting;
using Engagement.Platform;
using Engagement.Platform.Store;
using Microsoft.Extensions.Logging;

namespace Engagement.Counter.History;

/// <summary>
/// Keeps minutes for 48 hours, hours for 90 days and days for ever: what is older moves into the next coarser span, article by article,
/// each in one script, so that no count is ever in both or in none.
/// </summary>
sealed class RollUp(Ledger ledger, TimeProvider time, ILogger<RollUp> log) : Sweep(TimeSpan.FromMinutes(5), time, log)
{
    /// <summary>Longer than an event may still be on its way into a span that was open when it happened.</summary>
    static readonly TimeSpan Margin = TimeSpan.FromHours(1);

    const int ArticlesPerLook = 1_000;

    /// <inheritdoc/>
    protected override async Task<bool> Look(CancellationToken cancellation) =>
        await Roll(Scale.Minute, Scale.Hour, Time.GetUtcNow() - Scale.MinutesLast - Margin)
        | await Roll(Scale.Hour, Scale.Day, Time.GetUtcNow() - Scale.HoursLast - Margin);

    /// <summary>Rolls what ended before a time. True where there is more.</summary>
    async Task<bool> Roll(Scale from, Scale to, DateTimeOffset before)
    {
        var span = (long)from.Seconds * from.PerContainer;
        var end = before.ToUnixTimeSeconds() / span;
        // The first time there is nothing older than what this program could have counted into minutes or hours.
        var next = (long?)await ledger.Db.HashGetAsync(Keys.Rolled, $"{from.Letter}") ?? end - 1;
        var left = ArticlesPerLook;
        while (next < end && left > 0)
        {
            var articles = await ledger.Db.SetRandomMembersAsync(Keys.Index(from, next), left);
            foreach (var article in articles)
                await Roll(from, to, (string)article!, next);
            left -= articles.Length;
            if (articles.Length == 0)
                next++;
        }

        // Once a look: after a long pause there are thousands of empty hours, and each write waits for the disk.
        await ledger.Db.HashSetAsync(Keys.Rolled, $"{from.Letter}", next);
        await ledger.Flush();
        return next < end;
    }

    async Task Roll(Scale from, Scale to, string article, long number)
    {
        // All that a container holds is one span of the coarser scale: an hour's minutes, a day's hours.
        var target = new Bucket(to, number);
        await ledger.Run(Script,
            [
                Keys.Container(string.Create(CultureInfo.InvariantCulture, $"{from.Letter}:{article}:{number}")),
                Keys.Container(target.ContainerOf(article)), Keys.Index(from, number), Keys.Index(to, target.Container),
            ],
            [article, target.Prefix.TrimEnd('|') + "~"]);
    }

    const string Script = """
        local fields = redis.call('HGETALL', KEYS[1])
        for i = 1, #fields, 2 do
            local at = string.find(fields[i], '[|~]')
            redis.call('HINCRBY', KEYS[2], ARGV[2] .. string.sub(fields[i], at + 1), fields[i + 1])
        end
        redis.call('DEL', KEYS[1])
        redis.call('SREM', KEYS[3], ARGV[1])
        if #fields > 0 then redis.call('SADD', KEYS[4], ARGV[1]) end
        return #fields
        """;
}
