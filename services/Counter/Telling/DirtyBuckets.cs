using System.Globalization;
using Engagement.Counter.Counting;
using Engagement.Platform.Store;
using StackExchange.Redis;

namespace Engagement.Counter.Telling;

/// <summary>A bucket of an article that changed since it was last said.</summary>
/// <param name="Name">As it stands in the ledger: <c>m:ID:N|MM|</c>.</param>
/// <param name="Article">The article.</param>
/// <param name="Container">The hash that holds it, <c>m:ID:N</c>.</param>
/// <param name="Bucket">Which span of time.</param>
/// <param name="Prefix">What its fields begin with.</param>
sealed record DirtyBucket(string Name, string Article, string Container, Bucket Bucket, string Prefix)
{
    /// <summary>True where it is to be said with what was rolled up into it.</summary>
    public bool IsWhole => Prefix[^1] == '~';

    public static DirtyBucket Parse(string name)
    {
        var bar = name.IndexOf('|', StringComparison.Ordinal);
        var parts = name[..bar].Split(':');
        var scale = Scale.Of(parts[0][0]);
        var number = long.Parse(parts[2], CultureInfo.InvariantCulture) * scale.PerContainer
            + int.Parse(name.AsSpan(bar + 1, name.Length - bar - 2), CultureInfo.InvariantCulture);
        return new(name, parts[1], name[..bar], new(scale, number), name[(bar + 1)..]);
    }
}

/// <summary>The set of changed buckets: filled by the script that counts, emptied here once somebody heard of them.</summary>
sealed class DirtyBuckets(Ledger ledger)
{
    /// <summary>Some of them, in no order. They stay until <see cref="Said"/>.</summary>
    public async Task<IReadOnlyList<DirtyBucket>> Some(int max) =>
        [.. (await ledger.Db.SetRandomMembersAsync(Keys.Dirty, max)).Select(name => DirtyBucket.Parse(name!))];

    /// <summary>Adds buckets that must be said again. Durable.</summary>
    public async Task Add(IEnumerable<string> names)
    {
        foreach (var some in names.Chunk(1_000))
            await ledger.Db.SetAddAsync(Keys.Dirty, [.. some.Select(name => (RedisValue)name)]);
        await ledger.Flush();
    }

    /// <summary>Takes out those that did not change again after they were read. Needs no flush: said twice changes nothing.</summary>
    public async Task Said(IReadOnlyList<(DirtyBucket Bucket, long Version)> said)
    {
        foreach (var some in said.Chunk(200))
        {
            RedisKey[] keys = [Keys.Dirty, .. some.Select(one => Keys.Container(one.Bucket.Container))];
            await ledger.Run(SaidScript, keys, [.. some.SelectMany(one => new RedisValue[] { one.Bucket.Name, one.Bucket.Prefix + "@", one.Version })]);
        }
    }

    const string SaidScript = """
        for i = 2, #KEYS do
            local p = 3 * (i - 2)
            local version = redis.call('HGET', KEYS[i], ARGV[p + 2])
            if not version or tonumber(version) <= tonumber(ARGV[p + 3]) then
                redis.call('SREM', KEYS[1], ARGV[p + 1])
            end
        end
        return 1
        """;
}
