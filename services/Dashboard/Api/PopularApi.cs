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

/// <summary>What is popular.</summary>
sealed class PopularApi(ApiClient api)
{
    public static readonly IReadOnlyList<string> Windows = ["1h", "24h", "7d", "30d", "all"];

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
