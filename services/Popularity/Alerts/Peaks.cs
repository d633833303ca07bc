namespace Engagement.Popularity.Alerts;

/// <summary>The highest rates that a section's articles reached in 90 days: what is unusual there. At most 500 articles, the newest.</summary>
sealed class Peaks(IEnumerable<Peaks.Peak>? known = null)
{
    /// <summary>One article's highest rate, and when it was reached.</summary>
    public sealed record Peak(string Article, double Rate, long At);

    const int Most = 500;

    /// <summary>With fewer peaks than this a percentile means nothing.</summary>
    public const int Enough = 20;

    readonly Dictionary<string, Peak> peaks = (known ?? []).ToDictionary(peak => peak.Article);

    /// <summary>All of them.</summary>
    public IReadOnlyCollection<Peak> All => peaks.Values;

    /// <summary>Takes a reading; true where it is a new peak.</summary>
    public bool Add(string article, double rate, DateTimeOffset now)
    {
        if (rate <= 0 || (peaks.TryGetValue(article, out var known) && known.Rate >= rate))
        {
            return false;
        }

        peaks[article] = new(article, rate, now.ToUnixTimeSeconds());
        var oldest = (now - TimeSpan.FromDays(90)).ToUnixTimeSeconds();
        foreach (var old in peaks.Values.Where(peak => peak.At < oldest).Concat(peaks.Values.OrderByDescending(peak => peak.At).Skip(Most)).ToList())
        {
            peaks.Remove(old.Article);
        }

        return true;
    }

    /// <summary>The 95th percentile, without the article that is judged: a burst must not raise the bar for itself. Null where there are too few.</summary>
    public double? Percentile(string without)
    {
        var rates = peaks.Values.Where(peak => peak.Article != without).Select(peak => peak.Rate).Order().ToList();
        return rates.Count < Enough ? null : rates[(int)Math.Ceiling(0.95 * rates.Count) - 1];
    }
}
