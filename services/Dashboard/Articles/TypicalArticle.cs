using Engagement.Dashboard.Api;
using Engagement.Dashboard.Numbers;

namespace Engagement.Dashboard.Articles;

/// <summary>How many shares an hour an article of this site usually has, hour by hour after it appeared.</summary>
/// <param name="Low">A quarter of the articles had fewer.</param>
/// <param name="High">A quarter had more.</param>
/// <param name="Articles">Of how many this was read.</param>
public sealed record TypicalHours(IReadOnlyList<double> Low, IReadOnlyList<double> High, int Articles);

/// <summary>The last band that was made: it changes slowly and costs two dozen calls.</summary>
sealed class TypicalHoursKept
{
    public (DateTimeOffset At, TypicalHours? Band)? Last { get; set; }
}

/// <summary>Makes the band of the typical article from the newest ones that are older than it is long.</summary>
sealed class TypicalArticle(CatalogueApi catalogue, TypicalHoursKept kept, Clock clock)
{
    const int Sample = 24;

    /// <summary>Of fewer articles a quarter means nothing.</summary>
    const int Fewest = 4;

    static readonly TimeSpan Fresh = TimeSpan.FromMinutes(15);

    /// <summary>The band; null where there are too few articles for one.</summary>
    public async Task<TypicalHours?> Load(int hours)
    {
        if (kept.Last is { } last && clock.Now - last.At < Fresh)
        {
            return last.Band;
        }

        var until = Clock.Stamp(clock.Now.AddHours(-hours));
        var old = (await catalogue.List(2 * Sample, ("to", until))).Value?.Articles.Where(article => article.Status != "withdrawn" && article.PublishedAt is not null).Take(Sample).ToList() ?? [];
        var series = (await Task.WhenAll(old.Select(article => catalogue.Hours([article.Id], hours, article.PublishedAt))))
            .Select(answer => answer.Value?.Articles.Values.FirstOrDefault()?.Shares).OfType<IReadOnlyList<long>>().Where(shares => shares.Count == hours).ToList();
        var band = series.Count < Fewest ? null : Of(series, hours);
        kept.Last = (clock.Now, band);
        return band;
    }

    /// <summary>The quarters of each hour.</summary>
    internal static TypicalHours Of(IReadOnlyList<IReadOnlyList<long>> series, int hours)
    {
        var sorted = Enumerable.Range(0, hours).Select(hour => series.Select(one => one[hour]).Order().ToList()).ToList();
        return new([.. sorted.Select(values => Quantile(values, 0.25))], [.. sorted.Select(values => Quantile(values, 0.75))], series.Count);
    }

    static double Quantile(List<long> sorted, double part)
    {
        var place = part * (sorted.Count - 1);
        var below = (int)place;
        return sorted[below] + (place - below) * (sorted[Math.Min(below + 1, sorted.Count - 1)] - sorted[below]);
    }
}
