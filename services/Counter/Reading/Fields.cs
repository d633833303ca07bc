using StackExchange.Redis;

namespace Engagement.Counter.Reading;

/// <summary>What a field of an article's hashes stands for: <c>kind[:target]@channel[!reason]</c>.</summary>
/// <param name="What"><c>kind</c> or <c>kind:target</c>.</param>
/// <param name="Channel">Where the button stood.</param>
/// <param name="Reason">Why it is raw only; null where it is verified.</param>
/// <param name="Count">How many.</param>
readonly record struct Field(string What, string Channel, string? Reason, long Count);

/// <summary>Reads the fields of an article's hashes.</summary>
static class Fields
{
    /// <summary>Those that count something; ours begin with @.</summary>
    public static IEnumerable<Field> Counting(IEnumerable<KeyValuePair<string, RedisValue>> fields)
    {
        foreach (var (name, value) in fields)
        {
            var at = name.IndexOf('@', StringComparison.Ordinal);
            if (at <= 0)
                continue;
            var reason = name.IndexOf('!', at);
            yield return new(name[..at], reason < 0 ? name[(at + 1)..] : name[(at + 1)..reason], reason < 0 ? null : name[(reason + 1)..], (long)value);
        }
    }

    /// <summary>Verified counts by <c>kind[:target]</c>, all channels together.</summary>
    public static Dictionary<string, long> Verified(IEnumerable<KeyValuePair<string, RedisValue>> fields) =>
        Sum(Counting(fields).Where(field => field.Reason is null));

    /// <summary>Counts by <c>kind[:target]</c>.</summary>
    public static Dictionary<string, long> Sum(IEnumerable<Field> fields)
    {
        var sums = new Dictionary<string, long>();
        foreach (var field in fields)
            sums[field.What] = sums.GetValueOrDefault(field.What) + field.Count;
        return sums;
    }

    /// <summary>The fields of a hash that begin with a prefix, without it.</summary>
    public static IEnumerable<KeyValuePair<string, RedisValue>> Under(string prefix, IEnumerable<HashEntry> hash) => hash
        .Select(entry => KeyValuePair.Create((string)entry.Name!, entry.Value))
        .Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal))
        .Select(entry => KeyValuePair.Create(entry.Key[prefix.Length..], entry.Value));
}
