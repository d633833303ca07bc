using System.Text.Json.Nodes;
using Engagement.Platform.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Engagement.Intake.Articles;

/// <summary><c>DELETE /api/articles/{id}</c>: the site takes an article back. Done twice, it is as done once.</summary>
static class WithdrawArticle
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapDelete("/api/articles/{id}", Handle)
        .WithSummary("Withdraw an article")
        .WithDescription("It leaves every list at once and what was not posted stays unposted. It comes back only with a revision above this one.")
        .RequireScope("articles");

    static async Task<Results<Ok<JsonObject>, ProblemHttpResult>> Handle(string id, AcceptArticles accept, TimeProvider time, CancellationToken cancellation) =>
        await accept.Withdraw(id, cancellation) is { } withdrawn ? TypedResults.Ok(ListedArticle.Of(withdrawn, time.GetUtcNow())) : GetArticle.NotKnown(id);
}
