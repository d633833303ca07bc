using System.Globalization;

namespace Engagement.Popularity.Lists;

/// <summary>Says why an article stands where it stands. A ranking that nobody can check is a ranking that nobody trusts.</summary>
static class Explain
{
    const double MostAhead = 64;

    /// <summary>The parts of a trending score at an instant.</summary>
    public static IReadOnlyList<ScorePart> Trending(Figures figures, PopularityOptions options, DateTimeOffset now)
    {
        // A clock that stands behind the events must not make infinities.
        var fade = Math.Pow(2, Math.Min(MostAhead, figures.Exponent - now.ToUnixTimeMilliseconds() / 1000.0 / options.HalfLife.TotalSeconds));
        double[] weights = [options.ShareWeight, options.BookmarkWeight, options.ViewWeight, options.NetworkWeight];
        string[] sources = [options.UniqueReaders ? "readers" : "shares", "bookmarks", "views", "network"];
        return [.. sources.Select((source, i) => Part(source, figures.Decayed[i] * fade, weights[i])).Where(part => part.Amount > 0)];
    }

    /// <summary>A trending score in words.</summary>
    public static string Trending(IReadOnlyList<ScorePart> parts, PopularityOptions options) =>
        $"{string.Join(" + ", parts.Select(part => $"{Number(part.Amount)} {Name(part)} × {Number(part.Weight)}"))}"
        + $" = {Number(parts.Sum(part => part.Adds))}; each counts half after {Span(options.HalfLife)}";

    /// <summary>A count in words.</summary>
    public static string Count(ListName list, long count, PopularCounts counts)
    {
        var to = IsOfTarget(list) ? $" to {list.Facet![7..]}" : "";
        var when = list.Window switch
        {
            "1h" => "in the last hour",
            "24h" => "in the last 24 hours",
            "7d" => "in the last 7 days",
            "30d" => "in the last 30 days",
            _ => "in all",
        };
        if (list.List == "shared" && !IsOfTarget(list) && counts.Readers is not null)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? "reader" : "readers")} first shared it {when}; it was shared {counts.Shares} {(counts.Shares == 1 ? "time" : "times")}");
        }

        return $"{count.ToString(CultureInfo.InvariantCulture)} {(count == 1 ? Unit(list, byReaders: false)[..^1] : Unit(list, byReaders: false))}{to} {when}";
    }

    /// <summary>What a list counts.</summary>
    public static string Unit(ListName list, bool byReaders) => list.List switch
    {
        "shared" when byReaders && !IsOfTarget(list) => "readers",
        "shared" => "shares",
        "bookmarked" => "bookmarks",
        _ => "views",
    };

    static bool IsOfTarget(ListName list) => list.Facet?.StartsWith("target:", StringComparison.Ordinal) == true;

    /// <summary>A number as people write it: four digits where they matter.</summary>
    public static string Number(double number) => number.ToString(number >= 100 ? "0" : number >= 1 ? "0.##" : "0.####", CultureInfo.InvariantCulture);

    static ScorePart Part(string source, double amount, double weight) => new(source, amount, weight, amount * weight);

    static string Name(ScorePart part) => part.Of == "network" ? "points on X" : part.Of;

    static string Span(TimeSpan span) => span.TotalHours >= 1 ? $"{Number(span.TotalHours)} h" : $"{Number(span.TotalMinutes)} min";
}
