using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Engagement.Popularity.Lists;

/// <summary>Answers which articles are popular, and why. Public, and as cheap as a file.</summary>
static class GetPopular
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/popular", Handle).WithName("GetPopular").WithSummary("Which articles are popular, and why");
        routes.MapMethods("/api/popular", ["OPTIONS"], Preflight).ExcludeFromDescription();
    }

    static async Task<IResult> Handle([AsParameters] PopularQuery query, HttpRequest request, AnyList lists, CurrentLists current)
    {
        if (query.Problem() is { } problem)
        {
            return problem;
        }

        var (snapshot, list) = (current.Snapshot, query.Name());
        var answer = await lists.Answer(list, query.Length, "json", articles => PopularBody.Answer(list, articles));
        // Of these lists or newer ones: with the next change the snapshot goes and takes it along.
        snapshot.Keep(request.QueryString.Value ?? "", answer);
        return answer;
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
