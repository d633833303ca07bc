using System.ComponentModel;
using Engagement.Platform.Http;
using Engagement.Platform.Keys;
using Engagement.Platform.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Engagement.Counter.Reading;

/// <summary>Verified counts of some articles in a period that ends now, and in the one of the same length before it.</summary>
static class ComparePeriods
{
    const int MaxArticles = 50;
    const int MaxHours = 30 * 24;

    /// <summary>What was counted of one article in the period and in the one before.</summary>
    sealed record Pair(long Shares, long SharesBefore, long Visits, long VisitsBefore);

    sealed record Periods(DateTimeOffset From, int Hours, IReadOnlyDictionary<string, Pair> Articles);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/counts/compare", Handle)
        .WithSummary("Counts of articles in the last hours and in as many before")
        .RequireScope("read");

    static async Task<Results<Ok<Periods>, ProblemHttpResult>> Handle(Ledger ledger, TimeProvider time,
        [Description("Articles, by comma; at most 50.")] string ids,
        [Description("The length of the period, 1 to 720. Default 24. It ends with the current hour, which counts as far as it has passed.")] int hours = 24)
    {
        var articles = Asked.Ids(ids);
        if (hours is < 1 or > MaxHours || articles.Count is 0 or > MaxArticles)
        {
            return Problems.BadRequest("bad-comparison", "These periods cannot be compared",
                $"Name 1 to {MaxArticles} articles with ?ids=a,b and 1 to {MaxHours} hours.");
        }

        var now = time.GetUtcNow();
        var first = now.ToUnixTimeSeconds() / 3600 - 2 * hours + 1;
        var series = await Task.WhenAll(articles.Select(id => ReadHistory.Read(ledger, id, first, 2 * hours, now)));
        return TypedResults.Ok(new Periods(DateTimeOffset.FromUnixTimeSeconds((first + hours) * 3600), hours,
            articles.Zip(series).ToDictionary(pair => pair.First, pair => new Pair(pair.Second.Shares.Skip(hours).Sum(), pair.Second.Shares.Take(hours).Sum(),
                pair.Second.Visits.Skip(hours).Sum(), pair.Second.Visits.Take(hours).Sum()))));
    }
}
