using System.Globalization;
using StackExchange.Redis;

namespace Engagement.Popularity.Lists;

/// <summary>Reads the buckets of one hour as <see cref="Ranking.ApplyScript"/> keeps them: <c>17@5|s=3,b=2;h@1|s=9</c>. Shares and bookmarks only.</summary>
static class HourOf
{
    /// <summary>One minute of it.</summary>
    public static long Minute(RedisValue packed, int minute) => Entries(packed).Where(entry => entry.Minute == minute).Sum(entry => entry.Count);

    /// <summary>All of it; an hour that Counter folded holds its minutes already.</summary>
    public static long All(RedisValue packed)
    {
        var entries = Entries(packed).ToList();
        return Math.Max(entries.Where(entry => entry.Minute is not null).Sum(entry => entry.Count), entries.Where(entry => entry.Minute is null).Sum(entry => entry.Count));
    }

    static IEnumerable<(int? Minute, long Count)> Entries(RedisValue packed) =>
        from part in ((string?)packed ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries)
        let at = part.IndexOf('@', StringComparison.Ordinal)
        let counts = part[(part.IndexOf('|', StringComparison.Ordinal) + 1)..]
        select (part[..at] == "h" ? (int?)null : int.Parse(part.AsSpan(0, at), CultureInfo.InvariantCulture), Count(counts));

    static long Count(string counts) => counts.Split(',', StringSplitOptions.RemoveEmptyEntries)
        .Where(count => count.StartsWith("s=", StringComparison.Ordinal) || count.StartsWith("b=", StringComparison.Ordinal))
        .Sum(count => long.Parse(count.AsSpan(2), CultureInfo.InvariantCulture));
}
