using System.Globalization;
using Engagement.Contracts;
using Engagement.Counter.Counting;
using Engagement.Counter.Reading;
using Engagement.Platform;
using Engagement.Platform.Bus;
using Engagement.Platform.Store;
using Engagement.Platform.Telemetry;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Engagement.Counter.Telling;

/// <summary>
/// Once a second says <see cref="ArticleCountsChanged"/> for whatever changed, many articles a message. A bucket is forgotten only after
/// the broker has the message and only if it did not change meanwhile, so what is said may come twice but never fails to come.
/// </summary>
sealed class TellChanges(Ledger ledger, DirtyBuckets dirty, Announcer announcer, Traces traces, TimeProvider time, ILogger<TellChanges> log)
    : Sweep(TimeSpan.FromSeconds(1), time, log)
{
    /// <summary>Buckets a look: a look must not hold up the ledger, and more are said in the next second.</summary>
    const int BucketsPerLook = 5_000;
    const int ArticlesPerMessage = 500;
    const int BucketsPerArticle = 195;

    /// <summary>So long one instance says them all; another takes over when it has been silent for this time.</summary>
    static readonly TimeSpan Office = TimeSpan.FromSeconds(3);

    readonly string self = Guid.NewGuid().ToString("N");

    /// <inheritdoc/>
    protected override async Task<bool> Look(CancellationToken cancellation)
    {
        if (!await IsMine())
            return false;

        var changed = await dirty.Some(BucketsPerLook);
        foreach (var message in changed.GroupBy(one => one.Bucket.Article, (article, all) => (article, Buckets: all.Take(BucketsPerArticle).ToList())).Chunk(ArticlesPerMessage))
        {
            var read = await Task.WhenAll(message.Select(one => Read(one.article, [.. one.Buckets.Select(bucket => bucket.Bucket)])));
            // Many causes meet here; the trace of the first goes on.
            using var step = traces.Begin("tell counts", await traces.Cause($"counts:{message[0].article}"));
            await announcer.Say(new ArticleCountsChanged(read), cancellation);
            await dirty.Said(message.SelectMany(one => one.Buckets));
        }

        return false;
    }

    /// <inheritdoc/>
    protected override async Task Leave()
    {
        if (ledger.IsConnected && await ledger.Db.StringGetAsync(Keys.Teller) == self)
            await ledger.Db.KeyDeleteAsync(Keys.Teller);
    }

    async Task<bool> IsMine() =>
        (int)await ledger.Run(OfficeScript, [Keys.Teller], [self, (long)Office.TotalMilliseconds]) == 1;

    async Task<ArticleCounts> Read(string article, IReadOnlyList<DirtyBucket> buckets)
    {
        List<DirtyBucket> all = [.. buckets.Concat(HoursOf(article, buckets)).DistinctBy(bucket => bucket.Bucket)];
        var containers = all.Where(bucket => !IsMinute(bucket)).SelectMany(ContainersOf).Distinct().ToList();
        var hashes = containers.ConvertAll(container => ledger.Db.HashGetAllAsync(Keys.Container(container)));
        var totals = await ledger.Db.HashGetAllAsync(Keys.Article(article));
        var minutes = await Minutes(all, totals);
        var fields = new Dictionary<string, HashEntry[]>();
        for (var i = 0; i < containers.Count; i++)
            fields[containers[i]] = await hashes[i];

        return new(article, Whole(DateTimeOffset.UnixEpoch, 0, Value(totals, "@v"), Fields.Under("", totals)),
            [.. all.Select(bucket => minutes.TryGetValue(bucket, out var minute) ? Whole(bucket.Bucket.Start, bucket.Bucket.Scale.Seconds, Value(minute, "@"), Fields.Under("", minute)) : Of(bucket, fields))]);
    }

    /// <summary>
    /// A minute stands in a hash with the others of its hour, which nobody asks for: an article's totals name every field that a minute can have. One that came
    /// after they were read belongs to a change that is said next time.
    /// </summary>
    async Task<Dictionary<DirtyBucket, HashEntry[]>> Minutes(IReadOnlyList<DirtyBucket> buckets, HashEntry[] totals)
    {
        var names = totals.Select(total => (string)total.Name!).Where(name => name[0] != '@' && !name.Contains('!', StringComparison.Ordinal)).Append("@").ToList();
        var minutes = buckets.Where(IsMinute).ToList();
        var read = await Task.WhenAll(minutes.Select(bucket => ledger.Db.HashGetAsync(Keys.Container(bucket.Container), [.. names.Select(name => (RedisValue)(bucket.Prefix + name))])));
        return minutes.Zip(read).ToDictionary(one => one.First,
            one => names.Zip(one.Second).Where(field => !field.Second.IsNull).Select(field => new HashEntry(field.First, field.Second)).ToArray());
    }

    static bool IsMinute(DirtyBucket bucket) => bucket.Bucket.Scale == Scale.Minute && !bucket.IsWhole;

    /// <summary>Where a minute changes when late events can stand in its hour already, the hour is said too: it must never say less than its minutes.</summary>
    IEnumerable<DirtyBucket> HoursOf(string article, IReadOnlyList<DirtyBucket> buckets) => buckets
        .Where(bucket => bucket.Bucket.Scale == Scale.Minute && Time.GetUtcNow() - bucket.Bucket.Start > Scale.MinutesLast - TimeSpan.FromHours(1))
        .Select(bucket => new Bucket(Scale.Hour, bucket.Bucket.Container)).Distinct()
        .Select(hour => DirtyBucket.Parse($"{hour.ContainerOf(article)}|{hour.Prefix}"));

    static IEnumerable<string> ContainersOf(DirtyBucket bucket) =>
        bucket.Bucket.Scale == Scale.Hour ? [bucket.Container, MinutesOf(bucket)] : [bucket.Container];

    static string MinutesOf(DirtyBucket hour) => string.Create(CultureInfo.InvariantCulture, $"{Scale.Minute.Letter}:{hour.Article}:{hour.Bucket.Number}");

    /// <summary>An hour is said with all that happened in it: what came late, what was rolled up, and what its minutes still hold.</summary>
    static CountBucket Of(DirtyBucket bucket, Dictionary<string, HashEntry[]> hashes)
    {
        var own = hashes[bucket.Container];
        var (start, seconds) = (bucket.Bucket.Start, bucket.Bucket.Scale.Seconds);
        var isHour = bucket.Bucket.Scale == Scale.Hour;
        string[] prefixes = bucket.IsWhole || isHour ? [bucket.Prefix.Replace('|', '~'), bucket.Prefix.Replace('~', '|')] : [bucket.Prefix];
        List<KeyValuePair<string, RedisValue>> fields = [.. prefixes.SelectMany(prefix => Fields.Under(prefix, own))];
        if (isHour)
            fields.AddRange(hashes[MinutesOf(bucket)].Select(field => KeyValuePair.Create(((string)field.Name!)[(((string)field.Name!).IndexOf('|', StringComparison.Ordinal) + 1)..], field.Value)));
        return Whole(start, seconds, fields.Where(field => field.Key == "@").Sum(field => (long)field.Value), fields);
    }

    /// <summary>Counts that only grow are their own version; what takes from them adds one more to <paramref name="corrected"/> than it took.</summary>
    static CountBucket Whole(DateTimeOffset start, int seconds, long corrected, IEnumerable<KeyValuePair<string, RedisValue>> fields)
    {
        var counts = Fields.Verified(fields);
        return new(start, seconds, corrected + counts.Values.Sum(), counts);
    }

    static long Value(HashEntry[] fields, string name) => (long)fields.FirstOrDefault(field => field.Name == name).Value;

    const string OfficeScript = """
        local holder = redis.call('GET', KEYS[1])
        if holder and holder ~= ARGV[1] then return 0 end
        redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
        return 1
        """;
}
