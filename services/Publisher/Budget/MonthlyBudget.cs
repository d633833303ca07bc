using System.Globalization;
using Engagement.Platform.Store;
using Engagement.Publisher.X;

namespace Engagement.Publisher.Budget;

/// <summary>
/// What the month has cost and may cost. X tells no costs, so each is metered here: charged before the request and given back where X
/// refused, because refused requests are free. What is unknown stays charged: rather a cent too careful.
/// </summary>
/// <remarks>{pub}:spend:{yyyy-MM}   hash   total → micro-dollars, and the same for post, read, delete, altText, and of post
/// for reshare; posts → how many. Expires after 400 days.</remarks>
sealed class MonthlyBudget(Ledger ledger, XOptions options, TimeProvider time)
{
    const decimal Micro = 1_000_000m;

    /// <summary>
    /// Charges a post. False where it would go beyond the budget, or beyond what is not reserved for breaking news. Durable with the
    /// attempt, which is written down next.
    /// </summary>
    public async Task<bool> ChargePost(decimal cost, bool breaking)
    {
        var limit = options.MonthlyBudget is { } budget ? budget - (breaking ? 0 : Reserve(budget)) : -1;
        return (int)await ledger.Run(ChargeScript, [Key(time.GetUtcNow())], [(long)(cost * Micro), (long)(limit * Micro)]) == 1;
    }

    /// <summary>Gives back what a refused or unsent post was charged, to the month in which it was charged.</summary>
    public async Task GiveBack(decimal cost, DateTimeOffset chargedAt)
    {
        var key = Key(chargedAt);
        await Task.WhenAll(ledger.Db.HashDecrementAsync(key, "total", (long)(cost * Micro)), ledger.Db.HashDecrementAsync(key, "post", (long)(cost * Micro)),
            ledger.Db.HashDecrementAsync(key, "posts"));
    }

    /// <summary>Sets a share of the month aside for posting an article once more. False where that would go beyond the share.</summary>
    public async Task<bool> TakeReshare(decimal cost, decimal limit) =>
        (int)await ledger.RunDurably(ReshareScript, [Key(time.GetUtcNow())], [(long)(cost * Micro), (long)(limit * Micro)]) == 1;

    /// <summary>Notes what another call cost.</summary>
    public async Task Note(string kind, decimal cost)
    {
        if (cost > 0)
        {
            await ledger.Run(NoteScript, [Key(time.GetUtcNow())], [(long)(cost * Micro), kind]);
        }
    }

    /// <summary>The month so far.</summary>
    public async Task<MonthsSpend> Read()
    {
        var now = time.GetUtcNow();
        var fields = (await ledger.Db.HashGetAllAsync(Key(now))).ToDictionary(field => (string)field.Name!, field => (long)field.Value);
        var spent = fields.GetValueOrDefault("total") / Micro;
        var passed = (decimal)(now - MonthOf(now)).TotalDays;
        var all = DateTime.DaysInMonth(now.Year, now.Month);
        return new(now.ToString("yyyy-MM", CultureInfo.InvariantCulture), spent, options.MonthlyBudget,
            options.MonthlyBudget is { } budget ? Reserve(budget) : null,
            // A forecast from the first hours of a month would be noise: at least a day is taken as passed.
            decimal.Round(spent / Math.Max(passed, 1) * all, 2), (int)fields.GetValueOrDefault("posts"),
            fields.Where(field => field.Key is not ("total" or "posts")).ToDictionary(field => field.Key, field => field.Value / Micro));
    }

    decimal Reserve(decimal budget) => budget * options.BreakingReserve;

    static DateTimeOffset MonthOf(DateTimeOffset now) => new(now.UtcDateTime.Year, now.UtcDateTime.Month, 1, 0, 0, 0, TimeSpan.Zero);

    static string Key(DateTimeOffset at) => $"{{pub}}:spend:{at.UtcDateTime.ToString("yyyy-MM", CultureInfo.InvariantCulture)}";

    const string ChargeScript = """
        local spent = tonumber(redis.call('HGET', KEYS[1], 'total') or '0')
        if tonumber(ARGV[2]) >= 0 and spent + tonumber(ARGV[1]) > tonumber(ARGV[2]) then return 0 end
        redis.call('HINCRBY', KEYS[1], 'total', ARGV[1])
        redis.call('HINCRBY', KEYS[1], 'post', ARGV[1])
        redis.call('HINCRBY', KEYS[1], 'posts', 1)
        redis.call('EXPIRE', KEYS[1], 34560000)
        return 1
        """;

    const string ReshareScript = """
        if tonumber(redis.call('HGET', KEYS[1], 'reshare') or '0') + tonumber(ARGV[1]) > tonumber(ARGV[2]) then return 0 end
        redis.call('HINCRBY', KEYS[1], 'reshare', ARGV[1])
        redis.call('EXPIRE', KEYS[1], 34560000)
        return 1
        """;

    const string NoteScript = """
        redis.call('HINCRBY', KEYS[1], 'total', ARGV[1])
        redis.call('HINCRBY', KEYS[1], ARGV[2], ARGV[1])
        redis.call('EXPIRE', KEYS[1], 34560000)
        return 1
        """;
}

/// <summary>A month's money, in US dollars.</summary>
/// <param name="Month"><c>yyyy-MM</c>, UTC.</param>
/// <param name="Spent">So far, metered here.</param>
/// <param name="Budget">The most that may be spent; none where it is not limited.</param>
/// <param name="Reserve">The part of the budget that only breaking news may use.</param>
/// <param name="Forecast">What the month will have cost if it goes on like this.</param>
/// <param name="Posts">Posts charged.</param>
/// <param name="ByKind">post, read, delete, altText; and what was set aside for second posts, reshare, which is part of post.</param>
sealed record MonthsSpend(
    string Month, decimal Spent, decimal? Budget, decimal? Reserve, decimal Forecast, int Posts, IReadOnlyDictionary<string, decimal> ByKind);
