using System.Globalization;
using Engagement.Platform.Store;
using Engagement.Popularity.Ranking;
using StackExchange.Redis;

namespace Engagement.Popularity.Lists;

/// <summary>
/// How an article does in these fifteen minutes against what is usual for it: the same hour of the last fourteen days, or its own pace of today where that is
/// more. Only the most shared hundred of the last hour are looked at, which bounds the work.
/// </summary>
/// <param name="Observed">Shares and bookmarks of the last fifteen minutes and the one under way.</param>
/// <param name="Expected">What is usual for it in as long.</param>
/// <param name="Z">How surprising that is.</param>
/// <param name="What">What was observed.</param>
sealed record Rise(long Observed, double Expected, double Z, string What)
{
    /// <summary>In words.</summary>
    public string Why => string.Create(CultureInfo.InvariantCulture,
        $"{Observed} {What} in the last 15 minutes where {Explain.Number(Expected)} are usual for it: {Z:0.#} times the usual swing");
}

/// <summary>Finds what rises.</summary>
sealed class Rising(Ledger ledger, PopularityOptions options, TimeProvider time)
{
    const int Minutes = 15;
    const int Days = 14;

    /// <summary>The rise of each candidate that is large enough to speak of.</summary>
    public async Task<Dictionary<string, Rise>> Of(IReadOnlyCollection<string> candidates, Func<string, Figures> figures, Func<string, DateTimeOffset> publishedAt)
    {
        var now = time.GetUtcNow();
        var hour = now.ToUnixTimeSeconds() / 3600;
        RedisValue[] fields = [$"k:{hour}", $"k:{hour - 1}", .. Enumerable.Range(1, Days).Select(day => (RedisValue)$"k:{hour - 24 * day}")];
        var read = await Task.WhenAll(candidates.Select(async id => (Id: id, Hours: await ledger.Db.HashGetAsync(PopularityKeys.Figures(id), fields))));
        return read
            .Select(article => (article.Id, Rise: Judge(article.Hours, figures(article.Id), now, now - publishedAt(article.Id), options.UniqueReaders ? "readers who shared, and bookmarks," : "shares and bookmarks")))
            .Where(article => article.Rise.Observed >= options.RisingMinimum && article.Rise.Z >= options.RisingThreshold)
            .ToDictionary(article => article.Id, article => article.Rise);
    }

    static Rise Judge(RedisValue[] hours, Figures figures, DateTimeOffset now, TimeSpan age, string what)
    {
        var last = now.ToUnixTimeSeconds() / 60;
        var observed = Enumerable.Range(0, Minutes + 1).Select(back => last - back)
            .Sum(minute => HourOf.Minute(hours[minute / 60 == last / 60 ? 0 : 1], (int)(minute % 60)));
        var days = Math.Clamp((int)age.TotalDays, 1, Days);
        var sameHour = hours[2..].Sum(HourOf.All) / (double)days * Minutes / 60;
        var today = figures.Sum("24h", "s") + figures.Sum("24h", "b") - observed;
        var pace = today / Math.Max(Minutes, Math.Min(age.TotalMinutes, 24 * 60) - Minutes) * Minutes;
        var expected = Math.Max(0, Math.Max(sameHour, pace));
        return new(observed, expected, Surprise.Z(observed, expected), what);
    }
}
