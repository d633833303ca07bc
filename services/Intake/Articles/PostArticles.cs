using System.Text.Json;
using Engagement.Platform.Http;
using Engagement.Platform.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Engagement.Intake.Articles;

/// <summary>What <c>POST /api/articles</c> answers.</summary>
/// <param name="Articles">In the order of the call.</param>
sealed record AcceptedArticles(IReadOnlyList<Accepted> Articles);

/// <summary><c>POST /api/articles</c>: the site tells of an article, or of many. 202 is a promise: kept, and will be announced.</summary>
static class PostArticles
{
    const int MaxBytes = 5 * 1024 * 1024;
    const int MaxArticles = 1_000;

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/articles", Handle)
        .WithSummary("Tell of one article or an array of them")
        .WithDescription("Only url and title are required; without a title the page at the url is read, and a schema.org NewsArticle is understood. Idempotent by id and revision; without a revision the content decides. "
            + "At most 1,000 articles and 5 MB a call. A call with a wrong article accepts none and lists every problem with its index.")
        .WithMetadata(new RequestSizeLimitAttribute(MaxBytes))
        .Produces<AcceptedArticles>(StatusCodes.Status202Accepted)
        .RequireScope("articles");

    static async Task<IResult> Handle(JsonElement body, UnderstandArticles understand, AcceptArticles accept, CancellationToken cancellation)
    {
        if (body.ValueKind is JsonValueKind.Array && body.GetArrayLength() > MaxArticles)
        {
            return Problems.BadRequest("too-many-articles", "Too many articles in one call",
                $"The array has {body.GetArrayLength()} articles; send at most {MaxArticles} a call.");
        }

        var (articles, wrong) = await understand.From(body, cancellation);
        if (wrong.Count > 0)
        {
            return ArticleProblems.Answer(StatusCodes.Status400BadRequest, wrong);
        }

        var (accepted, taken) = await accept.Accept(articles, cancellation);
        return taken.Count > 0
            ? ArticleProblems.Answer(StatusCodes.Status409Conflict, taken)
            : TypedResults.Accepted((string?)null, new AcceptedArticles(accepted));
    }
}
