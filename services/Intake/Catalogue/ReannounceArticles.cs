using Engagement.Platform.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Engagement.Intake.Catalogue;

/// <summary><c>POST /api/articles/reannounce</c>: all services are told again what was accepted since a time.</summary>
static class ReannounceArticles
{
    /// <param name="Since">From when on; everything where it is left out.</param>
    sealed record Request(DateTimeOffset? Since);

    /// <param name="Articles">How many are owed to everybody now.</param>
    sealed record Answer(long Articles);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/articles/reannounce", Handle)
        .WithSummary("Tell all services again what was accepted since a time")
        .RequireScope("admin");

    static async Task<Accepted<Answer>> Handle(Request request, AnnounceAccepted announce, CancellationToken cancellation) =>
        TypedResults.Accepted((string?)null, new Answer(await announce.Again(request.Since ?? DateTimeOffset.UnixEpoch, cancellation)));
}
