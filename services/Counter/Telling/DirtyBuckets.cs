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
        var bar = name.LastIndexOf('|', name.Length - 2);
        var colon = name.LastIndexOf(':', bar);
        var scale = Scale.Of(name[0]);
        var number = long.Parse(name.AsSpan(colon + 1, bar - colon - 1), CultureInfo.InvariantCulture) * scale.PerContainer
            + int.Parse(name.AsSpan(bar + 1, name.Length - bar - 2), CultureInfo.InvariantCulture);
        return new(name, name[2..colon], name[..bar], new(scale, number), name[(bar + 1)..]);
    }
}

/// <summary>The changed buckets: put there by the script that counts, taken out here once somebody heard of them.</summary>
sealed class DirtyBuckets(Ledger ledger)
{
    const int Page = 1_000;

    /// <summary>Where the last look ended: the next goes on from there, so that the busiest buckets never hide the others.</summary>
    RedisValue cursor = 0;

    /// <summary>Some of them, in no order, each with the word of its last change. They stay until <see cref="Said"/>.</summary>
    public async Task<IReadOnlyList<(DirtyBucket Bucket, RedisValue Word)>> Some(int max)
    {
        var some = new Dictionary<string, RedisValue>();
        do
        {
            var page = (RedisResult[])(await ledger.Db.ExecuteAsync("HSCAN", [Keys.Changed, cursor, "COUNT", Page]))!;
            cursor = (RedisValue)page[0];
            var entries = (RedisValue[])page[1]!;
            for (var i = 0; i < entries.Length; i += 2)
                some[entries[i]!] = entries[i + 1];
        }
        while (cursor != 0 && some.Count < max);
        return [.. some.Select(entry => (DirtyBucket.Parse(entry.Key), entry.Value))];
    }

    /// <summary>Adds buckets that must be said again. Durable.</summary>
    public async Task Add(IEnumerable<string> names)
    {
        var word = Keys.NewWord();
        foreach (var some in names.Chunk(1_000))
            await ledger.Db.HashSetAsync(Keys.Changed, [.. some.Select(name => new HashEntry(name, word))]);
        await ledger.Flush();
    }

    /// <summary>Takes out those that did not change again after they were read. Needs no flush: said twice changes nothing.</summary>
    public async Task Said(IEnumerable<(DirtyBucket Bucket, RedisValue Word)> said)
    {
        foreach (var some in said.Chunk(200))
            await ledger.Run(SaidScript, [Keys.Changed], [.. some.SelectMany(one => new RedisValue[] { one.Bucket.Name, one.Word })]);
    }

    const string SaidScript = """
        for i = 1, #ARGV, 2 do
            if redis.call('HGET', KEYS[1], ARGV[i]) == ARGV[i + 1] then redis.call('HDEL', KEYS[1], ARGV[i]) end
        end
        return 1
        """;
}
