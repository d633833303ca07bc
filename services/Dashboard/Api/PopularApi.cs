using Microsoft.AspNetCore.Http.Extensions;

namespace Engagement.Dashboard.Api;

/// <summary>A place in a list, as Popularity ranks it.</summary>
public sealed record RankedArticle
{
    public required string Id { get; init; }
    public required string Url { get; init; }
    public required string Title { get; init; }
    public double Score { get; init; }
    public required ListedCounts Counts { get; init; }
    public required int Rank { get; init; }

    /// <summary>Its rank an hour ago; null where it was not listed.</summary>
    public int? PreviousRank { get; init; }

    /// <summary>Why it stands here, in words and numbers.</summary>
    public string? Why { get; init; }
}

/// <summary>A list.</summary>
public sealed record RankedList(IReadOnlyList<RankedArticle> Articles);

/// <summary>An article that goes far faster than is usual, or still does.</summary>
public sealed record TakeOffAlert
{
    public required string ArticleId { get; init; }

    /// <summary>spike, multiple, sustained or back-rising.</summary>
    public required string State { get; init; }

    public int Multiple { get; init; }
    public double RatePerMinute { get; init; }
    public DateTimeOffset At { get; init; }
}

/// <summary>The shares of a tag, section or author.</summary>
public sealed record SharesOf(string Name, long Shares);

/// <summary>Sums of the whole site over a window.</summary>
/// <param name="Shares">Of the articles that were added up.</param>
/// <param name="Bookmarks">Alike.</param>
/// <param name="Articles">How many articles were added up.</param>
/// <param name="IsComplete">False where there were more.</param>
/// <param name="Tags">Most shared first.</param>
/// <param name="Sections">Most shared first.</param>
/// <param name="Authors">Most shared first.</param>
public sealed record SiteSums(long Shares, long Bookmarks, int Articles, bool IsComplete, IReadOnlyList<SharesOf> Tags, IReadOnlyList<SharesOf> Sections, IReadOnlyList<SharesOf> Authors);

/// <summary>What is popular.</summary>
sealed class PopularApi(ApiClient api)
{
    sealed record Alerted(IReadOnlyList<TakeOffAlert> Items);

    /// <summary>The last hundred alerts, newest first; none where they cannot be had.</summary>
    public async Task<IReadOnlyList<TakeOffAlert>> Alerts() => (await api.Get<Alerted>("popularity", "/api/popular/alerts")).Value?.Items ?? [];

    public static readonly IReadOnlyList<string> Windows = ["1h", "24h", "7d", "30d", "all"];

    /// <summary>The sums of the site over a window.</summary>
    public Task<Answer<SiteSums>> Sums(string window) => api.Get<SiteSums>("popularity", $"/api/popular/sums?window={window}");

    /// <summary>A list over a window, of the whole site or of one tag, section or author.</summary>
    public Task<Answer<RankedList>> List(string list, string window, int limit, params (string Name, string? Value)[] filter)
    {
        var query = new QueryBuilder { { "list", list }, { "window", window }, { "limit", $"{limit}" } };
        foreach (var (name, value) in filter)
        {
            if (!string.IsNullOrWhiteSpace(value))
            {
                query.Add(name, value);
            }
        }

        return api.Get<RankedList>("popularity", $"/api/popular{query}");
    }
}
