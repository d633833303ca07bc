using System.Text.Json;
using Engagement.Platform.Http;
using Engagement.Platform.Store;
using Engagement.Publisher.Posts;
using StackExchange.Redis;

namespace Engagement.Publisher.X;

/// <summary>What is known of the account: who it is, until when it is limited, whether it is paused or in trouble. Shared by all instances.</summary>
/// <remarks>In {pub}:account:{name}: user:{credentials} → who, as JSON; limitedUntil (Unix ms); troubles (requests in a row without an
/// answer), troubleSince (Unix ms), trouble (the last one), troubleTold; paused (why), pausedAdvice, pausedAt, probeAt (Unix ms), probes.</remarks>
sealed class XAccount(Ledger ledger, XOptions options, TimeProvider time)
{
    /// <summary>Looks whether the account works again: soon at first, because an outage of sign-in is short; each read costs.</summary>
    static readonly TimeSpan[] ProbeAfter = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1)];

    /// <summary>First wait after a request that did not get through; doubled with each further one, up to 8.5 minutes.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    static readonly RedisValue[] Troubles = ["troubles", "troubleSince", "trouble", "troubleTold"];

    readonly string key = PostKeys.Account(options.Account)!;

    /// <summary>Whose the credentials are; null where X has not said so yet.</summary>
    public async Task<XUser?> User() =>
        (string?)await ledger.Db.HashGetAsync(key, Credentials) is { } json ? JsonSerializer.Deserialize<XUser>(json, Json.Options) : null;

    public async Task Remember(XUser user)
    {
        await ledger.Db.HashSetAsync(key, Credentials, JsonSerializer.Serialize(user, Json.Options));
        await ledger.Flush();
    }

    /// <summary>Another may be connected now.</summary>
    public async Task ForgetUser()
    {
        await ledger.Db.HashDeleteAsync(key, Credentials);
        await ledger.Flush();
    }

    /// <summary>Its state now.</summary>
    public async Task<AccountStanding> Standing()
    {
        var fields = await ledger.Db.HashGetAsync(key,
            ["limitedUntil", "paused", "pausedAdvice", "pausedAt", "probeAt", "troubleTold", "troubleSince", "trouble", "heldUntil"]);
        return new(Time(fields[0]), fields[1], fields[2], Time(fields[3]), Time(fields[4]),
            fields[5].IsNull ? null : Time(fields[6]), fields[7], Time(fields[8]));
    }

    /// <summary>No request before a time. Of several limits the latest holds.</summary>
    public async Task Limit(DateTimeOffset until)
    {
        await ledger.RunDurably(LimitScript, [key], [until.ToUnixTimeMilliseconds()]);
    }

    /// <summary>A post got no answer. Others wait then: not at all after one, longer and longer after several in a row.</summary>
    public async Task<XTrouble> Trouble(string reason)
    {
        var (troubles, alert) = await Note(reason, 1);
        var until = time.GetUtcNow() + (Patience * Math.Pow(2, Math.Min(troubles, 10) - 1));
        if (troubles > 1)
        {
            await Limit(until);
        }

        return new(until, alert);
    }

    /// <summary>A look at the timeline got no answer, which holds no post back. Says whether an editor is to be told that it lasts.</summary>
    public async Task<XTrouble> Silence(string reason) => new(time.GetUtcNow(), (await Note(reason, 0)).Alert);

    async Task<(int Troubles, string? Alert)> Note(string reason, int count)
    {
        var now = time.GetUtcNow();
        var noted = (RedisResult[])(await ledger.RunDurably(TroubleScript, [key],
            [now.ToUnixTimeMilliseconds(), (long)options.AlertAfter.TotalMilliseconds, reason, count]))!;
        var since = Time((long)noted[1])!.Value;
        return ((int)noted[0], (int)noted[2] == 1 ? AccountStanding.Lasting(since, reason) : null);
    }

    /// <summary>A post was taken.</summary>
    public Task Works() => ledger.Db.HashDeleteAsync(key, Troubles);

    /// <summary>Stops sending. True where it was not stopped before, so that an editor is told once and not for every post.</summary>
    public async Task<bool> Pause(string reason, string advice)
    {
        var now = time.GetUtcNow();
        return (int)await ledger.RunDurably(PauseScript, [key],
            [reason, now.ToUnixTimeMilliseconds(), (now + ProbeAfter[0]).ToUnixTimeMilliseconds(), advice]) == 1;
    }

    /// <summary>Sends again.</summary>
    public async Task Resume()
    {
        await ledger.Db.HashDeleteAsync(key, [.. Troubles, "paused", "pausedAdvice", "pausedAt", "probeAt", "probes", "limitedUntil"]);
        await ledger.Flush();
    }

    /// <summary>True for the one of all instances that is to look now whether a paused account works again.</summary>
    public async Task<bool> TakeProbe()
    {
        var now = time.GetUtcNow();
        return (int)await ledger.RunDurably(ProbeScript, [key],
            [now.ToUnixTimeMilliseconds(), .. ProbeAfter.Select(wait => (RedisValue)(now + wait).ToUnixTimeMilliseconds())]) == 1;
    }

    /// <summary>A user id belongs to the token that it was asked with: another token may be another account.</summary>
    string Credentials => $"user:{PostKeys.Id(options.AccessToken + options.ClientId, "x", options.ApiUrl, "user")}";

    static DateTimeOffset? Time(RedisValue value) =>
        value.IsNull ? null : DateTimeOffset.FromUnixTimeMilliseconds((long)value);

    const string LimitScript = """
        local known = redis.call('HGET', KEYS[1], 'limitedUntil')
        if not known or tonumber(known) < tonumber(ARGV[1]) then redis.call('HSET', KEYS[1], 'limitedUntil', ARGV[1]) end
        return 1
        """;

    const string PauseScript = """
        if redis.call('HEXISTS', KEYS[1], 'paused') == 1 then return 0 end
        redis.call('HSET', KEYS[1], 'paused', ARGV[1], 'pausedAt', ARGV[2], 'probeAt', ARGV[3], 'probes', 0, 'pausedAdvice', ARGV[4])
        return 1
        """;

    const string TroubleScript = """
        local troubles = redis.call('HINCRBY', KEYS[1], 'troubles', ARGV[4])
        redis.call('HSETNX', KEYS[1], 'troubleSince', ARGV[1])
        redis.call('HSET', KEYS[1], 'trouble', ARGV[3])
        local since = tonumber(redis.call('HGET', KEYS[1], 'troubleSince'))
        local told = 0
        if tonumber(ARGV[1]) - since >= tonumber(ARGV[2]) then told = redis.call('HSETNX', KEYS[1], 'troubleTold', 1) end
        return { troubles, since, told }
        """;

    const string ProbeScript = """
        local known = redis.call('HMGET', KEYS[1], 'probeAt', 'probes')
        if not known[1] then return 0 end
        local function wait(probes) return tonumber(ARGV[math.min(probes, #ARGV - 2) + 2]) end
        local at, probes = tonumber(known[1]), tonumber(known[2] or 0)
        -- Further ahead than it was ever put: the clock was set back, and the account would stay paused until it catches up.
        if at > tonumber(ARGV[1]) and at <= wait(probes) + 60000 then return 0 end
        redis.call('HSET', KEYS[1], 'probes', probes + 1, 'probeAt', wait(probes + 1))
        return 1
        """;
}
