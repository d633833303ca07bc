using StackExchange.Redis;

namespace Engagement.Counter.Reading;

/// <summary>Reads the fields of an article's hashes: <c>kind[:target]@channel[!reason]</c>, and those of ours that begin with @.</summary>
static class Fields
{
    /// <summary>Verified counts by <c>kind[:target]</c>, all channels together.</summary>
    public static Dictionary<string, long> Verified(IEnumerable<KeyValuePair<string, RedisValue>> fields)
    {
        var sums = new Dictionary<string, long>();
        foreach (var (name, value) in fields)
        {
            var end = name.IndexOf('@', StringComparison.Ordinal);
            if (end > 0 && !name.Contains('!', StringComparison.Ordinal))
                sums[name[..end]] = sums.GetValueOrDefault(name[..end]) + (long)value;
        }

        return sums;
    }
}
