using System.Collections.Concurrent;
using System.Text.Json;
using Engagement.Platform.Http;
using Engagement.Platform.Keys;
using Engagement.Platform.Store;
using Engagement.Popularity.Articles;
using Engagement.Popularity.Ranking;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using StackExchange.Redis;

namespace Engagement.Popularity.Lists;

/// <summary>
/// <c>GET /api/popular/sums?window=7d</c>: the shares and bookmarks of the whole site over a window, and the shares of its tags, sections and authors. It adds up
/// the lists as far as five thousand articles, and says where there were more.
/// </summary>
sealed class SumLists(Ledger ledger, TimeProvider time)
{
    /// <summary>Beyond this many articles a sum would cost more than a glance is worth: 5,000 copies are read in some 60 ms.</summary>
    const int Most = 5_000;
    const int Chunk = 500;
    const int Leaders = 100;

    /// <summary>How old an answer may be: the pages that show it are looked at, not computed with.</summary>
    static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    readonly ConcurrentDictionary<string, (DateTimeOffset At, Sums Sums)> kept = [];

    /// <summary>One tag, section or author.</summary>
    sealed record Sum(string Name, long Shares);

    /// <summary>The answer.</summary>
    /// <param name="Window">Over which time.</param>
    /// <param name="Shares">Of all articles that were added up; readers who shared, where lists are ranked by them.</param>
    /// <param name="Bookmarks">Alike.</param>
    /// <param name="Articles">How many articles with shares were added up.</param>
    /// <param name="IsComplete">False where there were more.</param>
    /// <param name="Tags">The most shared hundred. An article with two tags counts for both.</param>
    /// <param name="Sections">Alike.</param>
    /// <param name="Authors">Alike.</param>
    sealed record Sums(string Window, long Shares, long Bookmarks, int Articles, bool IsComplete, IReadOnlyList<Sum> Tags, IReadOnlyList<Sum> Sections, IReadOnlyList<Sum> Authors);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/popular/sums", (SumLists use, string window = "24h") => use.Handle(window))
        .WithSummary("Shares and bookmarks of the site over a window, and shares of its tags, sections and authors")
        .RequireScope("read");

    async Task<Results<Ok<Sums>, ProblemHttpResult>> Handle(string window)
    {
        if (!Window.Names.Contains(window))
        {
            return Problems.BadRequest("wrong-window", "The window cannot be used", $"window must be one of {string.Join(", ", Window.Names)}; it is \"{window}\".");
        }

        if (!kept.TryGetValue(window, out var last) || time.GetUtcNow() - last.At > Fresh)
        {
            kept[window] = last = (time.GetUtcNow(), await Add(window));
        }

        return TypedResults.Ok(last.Sums);
    }

    async Task<Sums> Add(string window)
    {
        var shared = await Top("s", window);
        var saved = await Top("b", window);
        var (tags, sections, authors) = (new Dictionary<string, long>(StringComparer.OrdinalIgnoreCase), new Dictionary<string, long>(StringComparer.OrdinalIgnoreCase),
            new Dictionary<string, long>(StringComparer.OrdinalIgnoreCase));
        foreach (var some in shared.Take(Most).Chunk(Chunk))
        {
            var copies = await ledger.Db.StringGetAsync([.. some.Select(entry => PopularityKeys.Article(entry.Element!))]);
            foreach (var (entry, json) in some.Zip(copies).Where(pair => !pair.Second.IsNull))
            {
                var copy = JsonSerializer.Deserialize<ArticleCopy>((string)json!, Json.Options)!;
                foreach (var tag in copy.Tags.Distinct(StringComparer.OrdinalIgnoreCase))
                {
                    Count(tags, tag, entry);
                }

                Count(sections, copy.Section, entry);
                Count(authors, copy.Author, entry);
            }
        }

        return new(window, shared.Take(Most).Sum(Shares), saved.Take(Most).Sum(Shares), Math.Min(shared.Length, Most), Math.Max(shared.Length, saved.Length) <= Most,
            Sorted(tags), Sorted(sections), Sorted(authors));
    }

    async Task<SortedSetEntry[]> Top(string measure, string window) =>
        [.. (await ledger.Db.SortedSetRangeByRankWithScoresAsync(PopularityKeys.Count(measure, window), 0, Most, Order.Descending)).Where(entry => entry.Score > 0)];

    static long Shares(SortedSetEntry entry) => (long)entry.Score;

    static void Count(Dictionary<string, long> sums, string? name, SortedSetEntry entry)
    {
        if (!string.IsNullOrWhiteSpace(name))
        {
            sums[name] = sums.GetValueOrDefault(name) + Shares(entry);
        }
    }

    static IReadOnlyList<Sum> Sorted(Dictionary<string, long> sums) =>
        [.. sums.Select(sum => new Sum(sum.Key, sum.Value)).OrderByDescending(sum => sum.Shares).ThenBy(sum => sum.Name, StringComparer.Ordinal).Take(Leaders)];
}
