using Engagement.Contracts;
using Engagement.Dashboard.Numbers;
using Microsoft.AspNetCore.Http.Extensions;

namespace Engagement.Dashboard.Api;

/// <summary>An article as Intake lists it.</summary>
public sealed record ListedArticle
{
    public required string Id { get; init; }
    public required string Url { get; init; }
    public required string Title { get; init; }
    public string? Summary { get; init; }
    public IReadOnlyList<string> Tags { get; init; } = [];
    public string? Section { get; init; }
    public string? Author { get; init; }
    public ArticleImage? Image { get; init; }
    public DateTimeOffset? PublishedAt { get; init; }
    public DateTimeOffset? AcceptedAt { get; init; }
    public bool NoSocial { get; init; }
    public bool Backfill { get; init; }
    public string Status { get; init; } = "published";

    /// <summary>What an editor may want to mend: <c>no-image</c>, <c>no-alt-text</c>, <c>title-too-long</c>, <c>duplicate-title</c>, <c>future-date</c>.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}

/// <summary>A page of articles, newest first.</summary>
/// <param name="Articles">The articles.</param>
/// <param name="Next">Asks for the next page; null at the end.</param>
/// <param name="Reached">Up to which time of publication a search looked; null at the end.</param>
public sealed record ArticlePage(IReadOnlyList<ListedArticle> Articles, string? Next, DateTimeOffset? Reached = null);

/// <summary>An article's figures, as readers may see them.</summary>
public sealed record ListedCounts
{
    public long Shares { get; init; }
    public long Bookmarks { get; init; }
    public long Views { get; init; }
    public long Visits { get; init; }
    public IReadOnlyDictionary<string, long> ByTarget { get; init; } = new Dictionary<string, long>();
}

/// <summary>Counts over time, in equal steps.</summary>
public sealed record CountHistory
{
    /// <summary>When the first step begins.</summary>
    public DateTimeOffset From { get; init; }

    /// <summary>How long a step is.</summary>
    public int StepSeconds { get; init; }

    public IReadOnlyDictionary<string, CountSeries> Articles { get; init; } = new Dictionary<string, CountSeries>();
}

/// <summary>One article's counts over time.</summary>
public sealed record CountSeries(IReadOnlyList<long> Shares);

/// <summary>What was counted of one article in a period and in the one before it.</summary>
public sealed record PeriodCounts(long Shares, long SharesBefore);

/// <summary>What a person changed about an article's counts.</summary>
public sealed record CountCorrection(DateTimeOffset At, string By, string Kind, string What, long Count, string Reason);

/// <summary>How often readers did one thing in one place, counted or not.</summary>
public sealed record CountLine(string Kind, string? Target, string Channel, string? Reason, long Count);

/// <summary>All that was counted of an article, and what was not.</summary>
public sealed record CountDetail(IReadOnlyList<CountLine> Counts);

/// <summary>What Intake knows of the articles, and what Counter counted of them.</summary>
sealed class CatalogueApi(ApiClient api)
{
    /// <summary>How many articles a page shows.</summary>
    public const int PageSize = 50;

    /// <summary>How many articles can be compared in one call.</summary>
    const int MostCompared = 50;

    sealed record PeriodsById(IReadOnlyDictionary<string, PeriodCounts> Articles);

    sealed record Corrected(IReadOnlyList<CountCorrection> Corrections);

    sealed record CountsById(IReadOnlyDictionary<string, ListedCounts> Counts);

    /// <summary>A page of the articles that pass the filter; empty values of the filter do not count.</summary>
    public Task<Answer<ArticlePage>> List(params (string Name, string? Value)[] filter) => List(PageSize, filter);

    /// <summary>The same, with another length.</summary>
    public Task<Answer<ArticlePage>> List(int length, params (string Name, string? Value)[] filter)
    {
        var query = new QueryBuilder { { "limit", $"{length}" } };
        foreach (var (name, value) in filter)
        {
            if (!string.IsNullOrWhiteSpace(value))
            {
                query.Add(name, value);
            }
        }

        return api.Get<ArticlePage>("intake", $"/api/articles{query}");
    }

    /// <summary>The figures of some articles, by id. An article that nobody shared yet may be missing.</summary>
    public async Task<Answer<IReadOnlyDictionary<string, ListedCounts>>> Counts(IReadOnlyCollection<string> ids)
    {
        if (ids.Count == 0)
        {
            return new(new Dictionary<string, ListedCounts>(), null);
        }

        var answer = await api.Get<CountsById>("counter", $"/api/counts?ids={Uri.EscapeDataString(string.Join(',', ids))}");
        return new(answer.Value?.Counts, answer.Problem);
    }

    /// <summary>Some articles by id, at most 200.</summary>
    public async Task<Answer<ArticlePage>> Named(IReadOnlyCollection<string> ids) => ids.Count == 0
        ? new(new ArticlePage([], null), null)
        : await api.Get<ArticlePage>("intake", $"/api/articles?limit=200&ids={Uri.EscapeDataString(string.Join(',', ids))}");

    public Task<Answer<ListedArticle>> Find(string id) => api.Get<ListedArticle>("intake", $"/api/articles/{Uri.EscapeDataString(id)}");

    public Task<Answer<Nothing>> Withdraw(string id) => api.Delete<Nothing>("intake", $"/api/articles/{Uri.EscapeDataString(id)}");

    public Task<Answer<CountDetail>> Detail(string id) => api.Get<CountDetail>("counter", $"/api/counts/detail?id={Uri.EscapeDataString(id)}");

    /// <summary>Shares of some articles in the last hours and in as many before. What cannot be had is missing.</summary>
    public async Task<IReadOnlyDictionary<string, PeriodCounts>> Compare(IReadOnlyCollection<string> ids, int hours) =>
        (await Task.WhenAll(ids.Chunk(MostCompared).Select(some => api.Get<PeriodsById>("counter", $"/api/counts/compare?hours={hours}&ids={Uri.EscapeDataString(string.Join(',', some))}"))))
            .SelectMany(answer => answer.Value?.Articles ?? new Dictionary<string, PeriodCounts>()).ToDictionary();

    /// <summary>Who changed an article's counts, newest first.</summary>
    public async Task<IReadOnlyList<CountCorrection>> Corrections(string id) =>
        [.. ((await api.Get<Corrected>("counter", $"/api/counts/corrections?id={Uri.EscapeDataString(id)}")).Value?.Corrections ?? []).Reverse()];

    /// <summary>Makes one article part of another: URLs, counts and links. There is no way back.</summary>
    public Task<Answer<Nothing>> Merge(string from, string into, string reason) => api.Post<Nothing>("intake", $"/api/articles/{Uri.EscapeDataString(from)}/merge", new { into, reason });

    /// <summary>Takes counts back that were abuse, newest first.</summary>
    public Task<Answer<Nothing>> Subtract(string article, string what, string channel, long count, string reason) =>
        api.Post<Nothing>("counter", "/api/counts/subtract", new { article, what, channel, count, reason });

    /// <summary>Shares in each of some hours, the last ones unless told, oldest first. Articles that nobody shared then are missing.</summary>
    public async Task<Answer<CountHistory>> Hours(IReadOnlyCollection<string> ids, int hours, DateTimeOffset? from = null) => ids.Count == 0
        ? new(new CountHistory(), null)
        : await api.Get<CountHistory>("counter", $"/api/counts/history?hours={hours}&ids={Uri.EscapeDataString(string.Join(',', ids))}"
            + (from is { } start ? $"&from={Clock.Stamp(start)}" : ""));
}
