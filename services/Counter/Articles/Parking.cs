using System.Text.Json;
using Engagement.Counter.Counting;
using Engagement.Platform.Http;
using Engagement.Platform.Store;
using StackExchange.Redis;

namespace Engagement.Counter.Articles;

/// <summary>
/// Readers may be faster than the feed: events for a page of the site that nobody announced wait here until its article is known, at
/// most a day. Two keys hold them all, whatever anybody sends; when they are full, further events are refused.
/// </summary>
sealed class Parking(Ledger ledger, TimeProvider time)
{
    /// <summary>Pages that may wait at once; a site announces far fewer a day.</summary>
    const int Pages = 5_000;

    /// <summary>Events that may wait at once: some 40 MB of ledger at the most.</summary>
    const int Events = 100_000;

    /// <summary>How long they wait.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromDays(1);

    /// <summary>When there was no room last: a flood of made-up addresses must not ask the ledger about each.</summary>
    DateTimeOffset fullAt = DateTimeOffset.MinValue;

    /// <summary>Keeps an event. Null where there is no room; else whether it is the first of its page. Durable.</summary>
    public async Task<bool?> Park(EarlyEvent early)
    {
        if (time.GetUtcNow() - fullAt < TimeSpan.FromSeconds(1))
            return null;

        var added = (int)await ledger.RunDurably(ParkScript, [Keys.ParkedPages, Keys.ParkedEvents],
            [early.Url, time.GetUtcNow().ToUnixTimeMilliseconds(), $"{Convert.ToHexStringLower(early.Line.Id)} {early.Url}", JsonSerializer.Serialize(early.Line, Json.Options), Pages, Events]);
        if (added < 0)
            fullAt = time.GetUtcNow();
        return added < 0 ? null : added == 1;
    }

    /// <summary>Pages that wait, with the time of their first event.</summary>
    public async Task<IReadOnlyList<(string Url, DateTimeOffset Since)>> Waiting() =>
        [.. (await ledger.Db.SortedSetRangeByRankWithScoresAsync(Keys.ParkedPages))
            .Select(page => ((string)page.Element!, DateTimeOffset.FromUnixTimeMilliseconds((long)page.Score)))];

    /// <summary>The events of some pages, by page.</summary>
    public async Task<ILookup<string, EventLine>> EventsOf(IReadOnlySet<string> pages)
    {
        var found = new List<(string Page, EventLine Line)>();
        await foreach (var entry in ledger.Db.HashScanAsync(Keys.ParkedEvents, pageSize: 1_000))
        {
            var page = ((string)entry.Name!).Split(' ', 2)[1];
            if (pages.Contains(page))
                found.Add((page, JsonSerializer.Deserialize<EventLine>((string)entry.Value!, Json.Options)!));
        }

        return found.ToLookup(one => one.Page, one => one.Line);
    }

    /// <summary>
    /// Takes pages off the list before their events are counted: an event that comes meanwhile puts its page on it anew, so none is left behind.
    /// </summary>
    public Task Release(IEnumerable<string> pages) => ledger.Db.SortedSetRemoveAsync(Keys.ParkedPages, [.. pages.Select(page => (RedisValue)page)]);

    /// <summary>Puts pages on the list whose events wait without it, because counting them was cut short.</summary>
    public async Task Recover()
    {
        await foreach (var entry in ledger.Db.HashScanAsync(Keys.ParkedEvents, pageSize: 1_000))
        {
            await ledger.Db.SortedSetAddAsync(Keys.ParkedPages, ((string)entry.Name!).Split(' ', 2)[1], time.GetUtcNow().ToUnixTimeMilliseconds(),
                SortedSetWhen.NotExists);
        }
    }

    /// <summary>Takes events of a page out.</summary>
    public async Task Remove(string page, IEnumerable<EventLine> lines)
    {
        foreach (var some in lines.Chunk(500))
            await ledger.Db.HashDeleteAsync(Keys.ParkedEvents, [.. some.Select(line => (RedisValue)$"{Convert.ToHexStringLower(line.Id)} {page}")]);
    }

    const string ParkScript = """
        local isNew = redis.call('ZSCORE', KEYS[1], ARGV[1]) == false
        if isNew and redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[5]) then return -1 end
        if redis.call('HLEN', KEYS[2]) >= tonumber(ARGV[6]) then return -1 end
        if isNew then redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1]) end
        redis.call('HSETNX', KEYS[2], ARGV[3], ARGV[4])
        if isNew then return 1 end
        return 0
        """;
}
