using Engagement.Contracts;
using Engagement.Counter.Counting;
using Engagement.Platform.Store;
using MassTransit;

namespace Engagement.Counter.Telling;

/// <summary>
/// Somebody wants the counts since a time again: marks their buckets as changed, so that the next looks say them. Minutes are said as
/// minutes; what is older than they are kept is said by hours and days, for somebody who has forgotten it all.
/// </summary>
sealed class OnCountsWanted(Ledger ledger, DirtyBuckets dirty, TellChanges teller, TimeProvider time) : IConsumer<CountsWanted>
{
    public async Task Consume(ConsumeContext<CountsWanted> context)
    {
        var now = time.GetUtcNow();
        var since = context.Message.Since;
        await Mark(Scale.Minute, Later(since, now - Scale.MinutesLast - TimeSpan.FromHours(2)), now);
        if (since < now - Scale.MinutesLast)
        {
            await Mark(Scale.Hour, Later(since, now - Scale.HoursLast - TimeSpan.FromDays(2)), now);
            await Mark(Scale.Day, Later(since, DateTimeOffset.UnixEpoch), now);
        }

        teller.Ring();
    }

    async Task Mark(Scale scale, DateTimeOffset since, DateTimeOffset until)
    {
        var span = (long)scale.Seconds * scale.PerContainer;
        for (var number = since.ToUnixTimeSeconds() / span; number <= until.ToUnixTimeSeconds() / span; number++)
        {
            await foreach (var article in ledger.Db.SetScanAsync(Keys.Index(scale, number), pageSize: 1_000))
            {
                var container = $"{scale.Letter}:{article}:{number}";
                var prefixes = (await ledger.Db.HashKeysAsync(Keys.Container(container)))
                    .Select(field => ((string)field!)[..(((string)field!).AsSpan().IndexOfAny('|', '~') + 1)]).Distinct().ToList();
                // What was rolled up is said together with what was counted there, under the name that ends in ~.
                var buckets = prefixes.Where(prefix => prefix[^1] == '~' || !prefixes.Contains(prefix.Replace('|', '~')))
                    .Select(prefix => DirtyBucket.Parse($"{container}|{prefix}"));
                await dirty.Add(buckets.Where(bucket => bucket.Bucket.Start.AddSeconds(scale.Seconds) > since).Select(bucket => bucket.Name));
            }
        }
    }

    static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
