using System.Text.Json;
using Engagement.Contracts;
using Engagement.Platform.Http;
using Engagement.Platform.Keys;
using Engagement.Platform.Store;
using Engagement.Popularity.Ranking;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Engagement.Popularity.Alerts;

/// <summary>The last hundred alerts, newest first.</summary>
static class GetAlerts
{
    sealed record Alerts(IReadOnlyList<ArticleTakingOff> Items);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/popular/alerts", async (Ledger ledger) => TypedResults.Ok(new Alerts(
            [.. (await ledger.Db.ListRangeAsync(PopularityKeys.Alerts("last"), 0, -1)).Select(alert => JsonSerializer.Deserialize<ArticleTakingOff>((string)alert!, Json.Options)!)])))
        .WithSummary("Which articles took off, newest first")
        .RequireScope("read");
}
