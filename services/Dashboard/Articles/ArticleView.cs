using Microsoft.AspNetCore.Http;

namespace Engagement.Dashboard.Articles;

/// <summary>How the list is looked at, as it stands in the page's address: by what it is sorted, and which period is compared with the one before.</summary>
/// <param name="Sort">newest, or one of Popularity's lists.</param>
/// <param name="Period">24h, 7d, 30d; null where nothing is compared.</param>
sealed record ArticleView(string Sort, string? Period)
{
    public static readonly IReadOnlyList<string> Names = ["sort", "compare"];
    public static readonly IReadOnlyList<string> Sorts = ["newest", "shared", "bookmarked", "viewed"];
    public static readonly IReadOnlyList<string> Periods = ["24h", "7d", "30d"];

    public bool IsRanked => Sort != "newest";

    public int? Hours => Period switch { "24h" => 24, "7d" => 7 * 24, "30d" => 30 * 24, _ => null };

    /// <summary>The window of the ranked list: the period that is compared, else all time.</summary>
    public string Window => Period ?? "all";

    public static ArticleView Of(HttpRequest request) => new(
        Sorts.FirstOrDefault(sort => sort == request.Query["sort"]) ?? "newest", Periods.FirstOrDefault(period => period == request.Query["compare"]));

    public static string NameOfSort(string sort) => sort switch { "shared" => "most shared", "bookmarked" => "most bookmarked", "viewed" => "most viewed", _ => "newest" };

    public static string NameOfPeriod(string period) => period switch { "24h" => "24 hours", "7d" => "7 days", _ => "30 days" };
}
