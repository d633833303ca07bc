using Engagement.Popularity.Ranking;
using StackExchange.Redis;

namespace Engagement.Popularity.Lists;

/// <summary>Which list: what it is ranked by, over which window, and among which articles.</summary>
/// <param name="List">trending, rising, shared, bookmarked or viewed.</param>
/// <param name="Window">1h, 24h, 7d, 30d or all. Trending and rising have one order for all windows; theirs only says which counts are shown.</param>
/// <param name="Facet">A tag, section or author as in <see cref="Facets"/>, or <c>target:x</c>; <see cref="Fair"/>; null for the whole site.</param>
readonly record struct ListName(string List, string Window, string? Facet = null)
{
    /// <summary>The longest list that is kept and shown.</summary>
    public const int Depth = 100;

    /// <summary>What lists can be ranked by.</summary>
    public static readonly IReadOnlyList<string> Names = ["trending", "rising", "shared", "bookmarked", "viewed"];

    /// <summary>All lists of the whole site.</summary>
    public static readonly IReadOnlyList<ListName> OfSite =
    [
        .. Ranking.Window.Names.SelectMany(window => Names.Select(list => new ListName(list, window))),
    ];

    /// <summary>The sorted set that holds its order; for rising its candidates, the most shared of the last hour.</summary>
    public RedisKey Key => (Measures.OfList(List), Facet) switch
    {
        (null, null) when List == "rising" => PopularityKeys.Count("s", "1h"),
        (null, { } facet) when List == "rising" => PopularityKeys.Count("s", "1h", facet),
        (null, _) => PopularityKeys.Trending(Facet),
        ({ } measure, null) => PopularityKeys.Count(measure, Window),
        ("s", { } facet) when facet.StartsWith("target:", StringComparison.Ordinal) => PopularityKeys.Count($"s:{facet[7..]}", Window),
        ({ } measure, { } facet) => PopularityKeys.Count(measure, Window, facet),
    };

    /// <summary>The site's list in which sections take turns.</summary>
    public const string Fair = "fair";

    /// <summary>As logs, feeds and the ledger write it.</summary>
    public override string ToString() => Facet is null ? $"{List}/{Window}" : $"{List}/{Window}/{Facet}";
}
