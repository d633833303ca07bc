using StackExchange.Redis;

namespace Engagement.Platform.Store;

/// <summary>
/// Work that is due at a time, kept in the ledger: delays, retries, leases and outboxes live here and in no queue.
/// Taking a member leases it; whoever took it and died loses nothing, because the member is due again when the lease ends.
/// </summary>
/// <remarks>One sorted set: member → due time in Unix milliseconds.</remarks>
public sealed class DueSet(Ledger ledger, RedisKey key)
{
    /// <summary>The set itself, for scripts that add to it together with other keys of its slot.</summary>
    public RedisKey Key => key;

    /// <summary>Makes a member due at a time, in place of any earlier time. Durable.</summary>
    public async Task Put(string member, DateTimeOffset due)
    {
        var added = ledger.Db.SortedSetAddAsync(key, member, due.ToUnixTimeMilliseconds());
        await ledger.Flush();
        await added;
    }

    /// <summary>Takes up to <paramref name="max"/> members that are due, earliest first, and leases them.</summary>
    public async Task<IReadOnlyList<string>> Take(DateTimeOffset now, TimeSpan lease, int max)
    {
        var taken = await ledger.Run(TakeScript, [key],
            [now.ToUnixTimeMilliseconds(), (now + lease).ToUnixTimeMilliseconds(), max]);
        return ((string?[]?)taken ?? []).OfType<string>().ToList();
    }

    /// <summary>Ends a member's work. Durable with the next flush; done twice at worst, never lost.</summary>
    public Task Done(string member) => ledger.Db.SortedSetRemoveAsync(key, member);

    /// <summary>When the earliest member is due; null when there is none.</summary>
    public async Task<DateTimeOffset?> Next()
    {
        var first = await ledger.Db.SortedSetRangeByRankWithScoresAsync(key, 0, 0);
        return first.Length == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds((long)first[0].Score);
    }

    /// <summary>How long the earliest member has been due; none where it is not due yet, or there is none.</summary>
    public async Task<TimeSpan> Late(DateTimeOffset now) => await Next() is { } due && due < now ? now - due : TimeSpan.Zero;

    /// <summary>How many members there are, due or not.</summary>
    public Task<long> Count() => ledger.Db.SortedSetLengthAsync(key);

    const string TakeScript = """
        local due = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[3])
        for _, member in ipairs(due) do
            redis.call('ZADD', KEYS[1], ARGV[2], member)
        end
        return due
        """;
}
