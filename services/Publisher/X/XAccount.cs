using Engagement.Platform.Store;
using Engagement.Publisher.Posts;

namespace Engagement.Publisher.X;

/// <summary>What is known of the account: its user id, until when it is limited, and whether it is paused. Shared by all instances.</summary>
/// <remarks>In {pub}:account:{name}: userId, limitedUntil (Unix ms), troubles (requests in a row without an
/// answer), paused (why), pausedAt, probeAt (Unix ms), probes.</remarks>
sealed class XAccount(Ledger ledger, XOptions options, TimeProvider time)
{
    /// <summary>Looks whether the account works again: soon at first, because an outage of sign-in is short; each read costs.</summary>
    static readonly TimeSpan[] ProbeAfter = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1)];

    /// <summary>First wait after a request that did not get through; doubled with each further one, up to 8.5 minutes.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    readonly string key = PostKeys.Account(options.Account)!;

    public async Task<string?> UserId() => await ledger.Db.HashGetAsync(key, Credentials);

    public async Task Remember(string userId)
    {
        await ledger.Db.HashSetAsync(key, Credentials, userId);
        await ledger.Flush();
    }

    /// <summary>Its state now.</summary>
    public async Task<AccountStanding> Standing()
    {
        var fields = await ledger.Db.HashGetAsync(key, ["limitedUntil", "paused", "pausedAt", "probeAt"]);
        return new(Time(fields[0]), fields[1], Time(fields[2]), Time(fields[3]));
    }

    /// <summary>No request before a time. Of several limits the latest holds.</summary>
    public async Task Limit(DateTimeOffset until)
    {
        await ledger.RunDurably(LimitScript, [key], [until.ToUnixTimeMilliseconds()]);
    }

    /// <summary>A request got no answer. Returns until when others wait: not at all after one, longer and longer after several in a row.</summary>
    public async Task<DateTimeOffset> Trouble()
    {
        var troubles = (int)await ledger.Db.HashIncrementAsync(key, "troubles");
        var until = time.GetUtcNow() + (Patience * Math.Pow(2, Math.Min(troubles, 10) - 1));
        if (troubles > 1)
        {
            await Limit(until);
        }

        return until;
    }

    /// <summary>A request was answered as it should be.</summary>
    public Task Works() => ledger.Db.HashDeleteAsync(key, "troubles");

    /// <summary>Stops sending. True where it was not stopped before, so that an editor is told once and not for every post.</summary>
    public async Task<bool> Pause(string reason)
    {
        var now = time.GetUtcNow();
        return (int)await ledger.RunDurably(PauseScript, [key],
            [reason, now.ToUnixTimeMilliseconds(), (now + ProbeAfter[0]).ToUnixTimeMilliseconds()]) == 1;
    }

    /// <summary>Sends again.</summary>
    public async Task Resume()
    {
        await ledger.Db.HashDeleteAsync(key, ["paused", "pausedAt", "probeAt", "probes", "limitedUntil", "troubles"]);
        await ledger.Flush();
    }

    /// <summary>True for the one of all instances that is to look now whether a paused account works again.</summary>
    public async Task<bool> TakeProbe()
    {
        var now = time.GetUtcNow();
        return (int)await ledger.RunDurably(ProbeScript, [key],
            [now.ToUnixTimeMilliseconds(), .. ProbeAfter.Select(wait => (StackExchange.Redis.RedisValue)(now + wait).ToUnixTimeMilliseconds())]) == 1;
    }

    /// <summary>A user id belongs to the token that it was asked with: another token may be another account.</summary>
    string Credentials => $"userId:{PostKeys.Id(options.AccessToken, "x", options.ApiUrl, "user")}";

    static DateTimeOffset? Time(StackExchange.Redis.RedisValue value) =>
        value.IsNull ? null : DateTimeOffset.FromUnixTimeMilliseconds((long)value);

    const string LimitScript = """
        local known = redis.call('HGET', KEYS[1], 'limitedUntil')
        if not known or tonumber(known) < tonumber(ARGV[1]) then redis.call('HSET', KEYS[1], 'limitedUntil', ARGV[1]) end
        return 1
        """;

    const string PauseScript = """
        if redis.call('HEXISTS', KEYS[1], 'paused') == 1 then return 0 end
        redis.call('HSET', KEYS[1], 'paused', ARGV[1], 'pausedAt', ARGV[2], 'probeAt', ARGV[3], 'probes', 0)
        return 1
        """;

    const string ProbeScript = """
        local at = redis.call('HGET', KEYS[1], 'probeAt')
        if not at or tonumber(at) > tonumber(ARGV[1]) then return 0 end
        local probes = redis.call('HINCRBY', KEYS[1], 'probes', 1)
        redis.call('HSET', KEYS[1], 'probeAt', ARGV[math.min(probes, #ARGV - 2) + 2])
        return 1
        """;
}

/// <summary>Whether and until when an account may not post.</summary>
sealed record AccountStanding(DateTimeOffset? LimitedUntil, string? Paused, DateTimeOffset? PausedAt, DateTimeOffset? ProbeAt)
{
    /// <summary>True where a post may be tried now.</summary>
    public bool IsOpen(DateTimeOffset now) => Paused is null && (LimitedUntil is null || LimitedUntil <= now);
}
