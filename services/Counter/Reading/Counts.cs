using System.Text.Json;
using StackExchange.Redis;

namespace Engagement.Counter.Reading;

/// <summary>One article's verified counts, as readers see them.</summary>
/// <param name="Shares">All shares.</param>
/// <param name="ByTarget">Shares by target.</param>
/// <param name="Bookmarks">Devices that hold it as a bookmark now.</param>
/// <param name="Views">Views, where the site counts them.</param>
/// <param name="Visits">Arrivals through a shared link.</param>
sealed record Counts(long Shares, IReadOnlyDictionary<string, long> ByTarget, long Bookmarks, long Views, long Visits)
{
    /// <summary>Adds up the fields of an article's hash. What has a reason behind it is raw and stays out.</summary>
    public static Counts Of(IEnumerable<HashEntry> fields)
    {
        var sums = Fields.Verified(Fields.Under("", fields));
        var byTarget = sums.Where(sum => sum.Key.StartsWith("share:", StringComparison.Ordinal) && sum.Value > 0)
            .OrderBy(sum => sum.Key, StringComparer.Ordinal)
            .ToDictionary(sum => sum.Key["share:".Length..], sum => sum.Value);
        return new(byTarget.Values.Sum(), byTarget, sums.GetValueOrDefault("bookmark"), sums.GetValueOrDefault("view"),
            sums.Where(sum => sum.Key.StartsWith("visit", StringComparison.Ordinal)).Sum(sum => sum.Value));
    }

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Platform.Http.Json.Options);
}
