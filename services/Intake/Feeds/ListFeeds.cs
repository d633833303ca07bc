using Engagement.Platform.Keys;
using Engagement.Platform.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Engagement.Intake.Feeds;

/// <summary>How a feed fares.</summary>
/// <param name="Url">As configured.</param>
/// <param name="Status">ok, waiting (never read yet), failing or gone (the server said 410).</param>
/// <param name="Problem">What is wrong, in one sentence.</param>
/// <param name="Failures">Failures in a row.</param>
/// <param name="Items">Items of the last document.</param>
/// <param name="Skipped">Up to twenty items that were left out, each with its reason.</param>
/// <param name="ReadAt">When it was last read well.</param>
/// <param name="NewsAt">When it last held something new.</param>
/// <param name="NextAt">When it is looked at next; null for a feed that is gone.</param>
/// <param name="MovedTo">Where permanent redirects point; change the setting to it.</param>
sealed record FeedHealth(string Url, string Status, string? Problem, int Failures, int Items, IReadOnlyList<string> Skipped,
    DateTimeOffset? ReadAt, DateTimeOffset? NewsAt, DateTimeOffset? NextAt, string? MovedTo);

/// <summary><c>GET /api/feeds</c>: how each feed fares, for the people who would else notice by missing posts.</summary>
static class ListFeeds
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/feeds", Handle)
        .WithSummary("How each feed fares")
        .RequireScope("read");

    static async Task<Ok<IReadOnlyList<FeedHealth>>> Handle(FeedSettings settings, FeedStates states, Ledger ledger)
    {
        List<FeedHealth> feeds = [];
        foreach (var feed in settings.Feeds)
        {
            var state = await states.Load(feed.Url);
            var next = await ledger.Db.SortedSetScoreAsync(FeedStates.Schedule, feed.Url);
            var status = state switch { { Gone: true } => "gone", { Problem: not null } => "failing", { Filled: false } => "waiting", _ => "ok" };
            feeds.Add(new(feed.Url, status, state.Problem, state.Failures, state.Items, state.Skipped, state.ReadAt, state.NewsAt,
                next is { } due ? DateTimeOffset.FromUnixTimeMilliseconds((long)due) : null, state.MovedTo));
        }

        return TypedResults.Ok<IReadOnlyList<FeedHealth>>(feeds);
    }
}
