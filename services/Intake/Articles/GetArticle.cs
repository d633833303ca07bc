using System.Text.Json.Nodes;
using Engagement.Intake.Catalogue;
using Engagement.Platform.Http;
using Engagement.Platform.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Engagement.Intake.Articles;

/// <summary><c>GET /api/articles/{id}</c>: one article as it stands.</summary>
static class GetArticle
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/articles/{id}", Handle)
        .WithSummary("One article, withdrawn or not")
        .RequireScope("read");

    static async Task<Results<Ok<JsonObject>, ProblemHttpResult>> Handle(string id, CatalogueStore catalogue, TimeProvider time) =>
        await catalogue.Find(id) is { } found ? TypedResults.Ok(ListedArticle.Of(found, time.GetUtcNow())) : NotKnown(id);

    public static ProblemHttpResult NotKnown(string id) => Problems.NotFound("unknown-article", "There is no such article",
        $"No article has the id \"{PlainText.Cut(id, 128)}\"; GET /api/articles lists those that there are.");
}
