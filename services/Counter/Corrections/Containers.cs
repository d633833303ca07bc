using System.Globalization;
using Engagement.Counter.Counting;
using Engagement.Platform.Store;

namespace Engagement.Counter.Corrections;

/// <summary>All hashes in which an article's spans can stand: 50 hours of minutes, 92 days of hours, and the days since 1970.</summary>
static class Containers
{
    /// <summary>Those that exist, newest first, with their index key's number.</summary>
    public static async Task<IReadOnlyList<(Scale Scale, long Number, string Name)>> Of(Ledger ledger, string article, DateTimeOffset now)
    {
        (Scale Scale, long Number, string Name)[] all =
        [
            .. Names(article, Scale.Minute, now, Scale.MinutesLast + TimeSpan.FromHours(3)),
            .. Names(article, Scale.Hour, now, Scale.HoursLast + TimeSpan.FromDays(3)),
            .. Names(article, Scale.Day, now, now - DateTimeOffset.UnixEpoch),
        ];
        var exist = await Task.WhenAll(all.Select(one => ledger.Db.KeyExistsAsync(Keys.Container(one.Name))));
        return [.. all.Where((_, i) => exist[i])];
    }

    static IEnumerable<(Scale, long, string)> Names(string article, Scale scale, DateTimeOffset now, TimeSpan back)
    {
        var span = (long)scale.Seconds * scale.PerContainer;
        for (var number = now.ToUnixTimeSeconds() / span; number >= (now - back).ToUnixTimeSeconds() / span; number--)
            yield return (scale, number, string.Create(CultureInfo.InvariantCulture, $"{scale.Letter}:{article}:{number}"));
    }
}
