using System.Text.Json;
using Engagement.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Engagement.Popularity.Lists;

/// <summary>Answers which articles are popular, and why. Public, and as cheap as a file.</summary>
static class GetPopular
{
    /// <summary>The body.</summary>
    sealed record Popular(string List, string Window, string? Tag, string? Section, string? Author, string? Target, IReadOnlyList<PopularArticle> Articles);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/popular", Handle).WithName("GetPopular").WithSummary("Which articles are popular, and why");
        routes.MapMethods("/api/popular", ["OPTIONS"], Preflight).ExcludeFromDescription();
    }

    static async Task<IResult> Handle([AsParameters] PopularQuery query, AnyList lists)
    {
        if (query.Problem() is { } problem)
        {
            return problem;
        }

        var list = query.Name();
        return await lists.Answer(list, query.Length, "json", articles => new Answer(Write(list, articles), "application/json; charset=utf-8"));
    }

    static byte[] Write(ListName list, IReadOnlyList<PopularArticle> articles)
    {
        var facet = list.Facet?.Split(':', 2);
        string? Of(string kind) => facet?[0] == kind ? facet[1] : null;
        return JsonSerializer.SerializeToUtf8Bytes(
            new Popular(list.List, list.Window, Of("tag"), Of("section"), Of("author"), Of("target"), articles), Json.Options);
    }

    static IResult Preflight(HttpResponse response)
    {
        response.Headers.AccessControlAllowOrigin = "*";
        response.Headers.AccessControlAllowMethods = "GET";
        response.Headers.AccessControlAllowHeaders = "If-None-Match, Last-Event-ID";
        response.Headers.AccessControlMaxAge = "86400";
        return TypedResults.NoContent();
    }
}
