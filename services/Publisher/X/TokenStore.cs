using System.Security.Cryptography;
using System.Text.Json;
using Engagement.Platform.Http;
using Engagement.Platform.Store;
using Engagement.Publisher.Posts;
using Microsoft.AspNetCore.DataProtection;

namespace Engagement.Publisher.X;

/// <summary>The pair as it is kept.</summary>
/// <param name="Version">Moves by one with each new pair; the fencing number of whoever exchanges it.</param>
/// <param name="Pair">None where the account was never connected, or where it cannot be read.</param>
/// <param name="InDoubt">Its refresh token was shown to X and nobody wrote down what came of it.</param>
/// <param name="Broken">Why it is at its end, one sentence; none where it is not.</param>
sealed record StoredPair(long Version, TokenPair? Pair, bool InDoubt, string? Broken);

/// <summary>Keeps the account's tokens, encrypted, in the ledger, and lets one process of all exchange them at a time.</summary>
/// <remarks>
/// {pub}:account:{name}:tokens    hash     v → version, data → the pair, encrypted; shown → the version whose refresh token was shown to X;
///                                         broken → why it is at its end
/// {pub}:account:{name}:refresh   string   who exchanges it now; expires by the ledger's own clock, because ours may differ
/// </remarks>
sealed class TokenStore(Ledger ledger, IDataProtectionProvider protection, XOptions options)
{
    readonly string tokens = $"{PostKeys.Account(options.Account)}:tokens";
    readonly string lease = $"{PostKeys.Account(options.Account)}:refresh";
    readonly IDataProtector protector = protection.CreateProtector("x-tokens");

    /// <summary>Longer than an exchange may take, with time to write down what came of it.</summary>
    public TimeSpan Lease => options.Timeout + TimeSpan.FromSeconds(20);

    public async Task<StoredPair> Read()
    {
        var fields = await ledger.Db.HashGetAsync(tokens, ["v", "data", "shown", "broken"]);
        var version = fields[0].IsNull ? 0 : (long)fields[0];
        var (pair, broken) = fields[1].IsNull ? (null, null) : Open(fields[1]!);
        return new(version, pair, !fields[2].IsNull && (long)fields[2] == version, broken ?? (string?)fields[3]);
    }

    /// <summary>Takes the lease and notes, durably, that the refresh token is about to be shown. Who holds the lease alone may show it.</summary>
    public async Task<bool> Claim(StoredPair stored, string holder) =>
        (int)await ledger.RunDurably(ClaimScript, [tokens, lease],
            [stored.Version, holder, (long)Lease.TotalMilliseconds, stored.InDoubt ? 1 : 0]) == 1;

    /// <summary>Keeps a new pair in place of a version. False where another took its place: then that one counts. Durable.</summary>
    public async Task<bool> Keep(TokenPair pair, long version, string holder) =>
        (int)await ledger.RunDurably(KeepScript, [tokens, lease],
            [version, protector.Protect(JsonSerializer.Serialize(pair, Json.Options)), holder]) == 1;

    /// <summary>Ends a claim without a new pair. Durable.</summary>
    /// <param name="version">What was claimed.</param>
    /// <param name="holder">Who claimed it.</param>
    /// <param name="wasShown">Whether X may have seen the refresh token.</param>
    /// <param name="broken">Set where the connection is at its end.</param>
    public Task Release(long version, string holder, bool wasShown, string? broken = null) =>
        ledger.RunDurably(ReleaseScript, [tokens, lease], [version, holder, wasShown ? 1 : 0, broken ?? ""]);

    /// <summary>Keeps the first pair of a connection, whatever was there. Durable.</summary>
    public async Task Replace(TokenPair pair)
    {
        while (!await Keep(pair, (await Read()).Version, "connect"))
        {
        }
    }

    /// <summary>Forgets the connection. Durable.</summary>
    public async Task Forget()
    {
        await ledger.Db.HashDeleteAsync(tokens, ["data", "shown", "broken"]);
        await ledger.Db.HashIncrementAsync(tokens, "v");
        await ledger.Flush();
    }

    (TokenPair? Pair, string? Broken) Open(string data)
    {
        try
        {
            return (JsonSerializer.Deserialize<TokenPair>(protector.Unprotect(data), Json.Options), null);
        }
        catch (CryptographicException)
        {
            return (null, "The tokens of the account cannot be decrypted, because the key ring is another one.");
        }
    }

    const string ClaimScript = """
        if (redis.call('HGET', KEYS[1], 'v') or '0') ~= ARGV[1] then return 0 end
        if redis.call('EXISTS', KEYS[2]) == 1 then return 0 end
        if ARGV[4] == '0' and redis.call('HGET', KEYS[1], 'shown') == ARGV[1] then return 0 end
        redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3])
        redis.call('HSET', KEYS[1], 'shown', ARGV[1])
        return 1
        """;

    const string KeepScript = """
        if (redis.call('HGET', KEYS[1], 'v') or '0') ~= ARGV[1] then return 0 end
        redis.call('HINCRBY', KEYS[1], 'v', 1)
        redis.call('HSET', KEYS[1], 'data', ARGV[2])
        redis.call('HDEL', KEYS[1], 'shown', 'broken')
        if redis.call('GET', KEYS[2]) == ARGV[3] then redis.call('DEL', KEYS[2]) end
        return 1
        """;

    const string ReleaseScript = """
        if (redis.call('HGET', KEYS[1], 'v') or '0') == ARGV[1] then
            if ARGV[3] == '0' then redis.call('HDEL', KEYS[1], 'shown') end
            if ARGV[4] ~= '' then redis.call('HSET', KEYS[1], 'broken', ARGV[4]) end
        end
        if redis.call('GET', KEYS[2]) == ARGV[2] then redis.call('DEL', KEYS[2]) end
        return 1
        """;
}
