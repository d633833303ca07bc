using System.Collections.Concurrent;
using Engagement.Platform.Store;
using StackExchange.Redis;

namespace Engagement.Intake.Catalogue;

/// <summary>A place in a list: just before the article of this id and time, seen from the newest.</summary>
readonly record struct Place(long At, string Id)
{
    /// <summary>Before the newest.</summary>
    public static readonly Place Newest = new(long.MaxValue, "");
}

/// <summary>
/// Long lists of articles, each cut into sorted sets of some hundreds: shelves. So no object grows with the catalogue (the embedded ledger counts
/// through a sorted set to find a place in it, writes one that changed whole into each checkpoint, and hangs on one larger than its memory),
/// and a page costs the same wherever it begins. A shelf that is full is split where its times allow.
/// </summary>
/// <remarks>
/// Where shelves begin is remembered here, and only ever grows. So whoever writes or reads by what it remembers compares the number in the
/// same script, or after reading, and looks again where somebody split a shelf meanwhile.
/// </remarks>
sealed class Shelves(Ledger ledger)
{
    /// <summary>A shelf that holds more is split.</summary>
    public const int Room = 500;

    /// <summary>Lists to remember: a large site's tags and authors, most of which need a few bytes.</summary>
    const int Remembered = 20_000;

    readonly ConcurrentDictionary<string, long[]> begins = new();

    /// <summary>Where the shelves of a list begin, but for the first.</summary>
    public async ValueTask<long[]> Begins(string list)
    {
        if (begins.TryGetValue(list, out var known))
        {
            return known;
        }

        var found = await ledger.Db.SortedSetRangeByRankWithScoresAsync(Keys.Shelves(list));
        if (begins.Count >= Remembered)
        {
            begins.Clear();
        }

        return begins[list] = [.. found.Select(shelf => (long)shelf.Score)];
    }

    /// <summary>Forgets where the shelves of a list begin, because somebody split one.</summary>
    public void Forget(string list) => begins.TryRemove(list, out _);

    /// <summary>The shelf for a time.</summary>
    public static RedisKey Of(string list, long[] begins, long at) => Keys.Shelf(list, Number(begins, at) is >= 0 and var number ? begins[number] : null);

    /// <summary>The next articles of a list behind a place, newest first: as many as asked for, or all there are.</summary>
    public async Task<IReadOnlyList<Place>> Read(string list, Place place, int count)
    {
        while (true)
        {
            var known = await Begins(list);
            List<Place> found = [];
            for (var number = Number(known, place.At); found.Count < count && number >= -1; number--)
            {
                found.AddRange(await Behind(Keys.Shelf(list, number < 0 ? null : known[number]), place, count - found.Count));
            }

            if (await ledger.Db.SortedSetLengthAsync(Keys.Shelves(list)) == known.Length)
            {
                return found;
            }

            Forget(list);
        }
    }

    /// <summary>The next members of one sorted set behind a place, and no more.</summary>
    public async Task<IReadOnlyList<Place>> Behind(RedisKey key, Place place, int count)
    {
        // Some more than asked for: those of the same millisecond that stand before the place. Where they are more yet, all are read.
        var asked = count + 50;
        var (found, read) = await Try(asked);
        return found.Count < count && read == asked ? (await Try(-1)).Found : found;

        async Task<(IReadOnlyList<Place> Found, int Read)> Try(int take)
        {
            var entries = await ledger.Db.SortedSetRangeByScoreWithScoresAsync(key, double.NegativeInfinity, place.At, order: Order.Descending, take: take);
            return ([.. entries.Select(entry => new Place((long)entry.Score, (string)entry.Element!)).Where(entry => Compare(entry, place) > 0).Take(count)], entries.Length);
        }
    }

    /// <summary>Below 0 where a place comes before another: newer, and among those of one millisecond as the ledger sorts them, by bytes.</summary>
    public static int Compare(Place one, Place other) => one.At != other.At ? other.At.CompareTo(one.At)
        : other.Id.Length == 0 ? -1
        : System.Text.Encoding.UTF8.GetBytes(other.Id).AsSpan().SequenceCompareTo(System.Text.Encoding.UTF8.GetBytes(one.Id));

    /// <summary>Splits the shelf for a time if it is full, and what comes of it. Stopped in between, the next that is entered there does it.</summary>
    public async Task Split(string list, long at)
    {
        while (true)
        {
            Forget(list);
            var known = await Begins(list);
            var shelf = Of(list, known, at);
            var entries = await ledger.Db.SortedSetRangeByScoreWithScoresAsync(shelf);
            if (entries.Length <= Room || Middle(entries) is not { } middle)
            {
                return;
            }

            await ledger.Run(SplitScript, [Keys.Shelves(list), shelf, Keys.Shelf(list, middle)], [known.Length, middle]);
            Forget(list);
        }
    }

    /// <summary>A time that leaves something on either side; null where all have the same.</summary>
    static long? Middle(SortedSetEntry[] entries)
    {
        var first = (long)entries[0].Score;
        var middle = (long)entries[entries.Length / 2].Score;
        return middle > first ? middle : (long)entries[^1].Score > first ? (long)entries.First(entry => (long)entry.Score > first).Score : null;
    }

    /// <summary>-1 for the first.</summary>
    static int Number(long[] begins, long at)
    {
        var found = Array.BinarySearch(begins, at);
        return found >= 0 ? found : ~found - 1;
    }

    const string SplitScript = """
        if redis.call('ZCARD', KEYS[1]) ~= tonumber(ARGV[1]) then return 0 end
        local moved = redis.call('ZRANGEBYSCORE', KEYS[2], ARGV[2], '+inf', 'WITHSCORES')
        for i = 1, #moved, 2 do
            redis.call('ZADD', KEYS[3], moved[i + 1], moved[i])
        end
        redis.call('ZADD', KEYS[1], ARGV[2], ARGV[2])
        redis.call('ZREMRANGEBYSCORE', KEYS[2], ARGV[2], '+inf')
        return 1
        """;
}
