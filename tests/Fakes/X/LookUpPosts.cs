using System.Text.Json.Nodes;

namespace Engagement.Fakes.X;

/// <summary><c>GET /2/tweets?ids=</c>: up to 100 posts by id; each that is not there is named under <c>errors</c>.</summary>
sealed class LookUpPosts(FakeXOptions options, Posts posts, PostJson json, Refusal refusal)
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/2/tweets",
        (HttpContext http, Gate gate, LookUpPosts lookUp) => gate.Pass(http, Call.LookUpPosts, (_, _) => lookUp.Answer(http.Request.Query)));

    Reply Answer(IQueryCollection query)
    {
        var ids = query["ids"].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries);
        if (ids.Length is 0 or > 100)
            return refusal.InvalidRequest("The number of values in the `ids` query parameter list is not between 1 and 100", "ids", query["ids"]);
        if (query.Keys.FirstOrDefault(key => key is not "ids" && key != options.Naming.Fields()) is { } unknown)
            return refusal.InvalidRequest($"The query parameter [{unknown}] is not one of [ids,{options.Naming.Fields()}]", unknown, query[unknown]);
        if (json.UnknownField(query) is { } field)
            return refusal.InvalidRequest($"The `{options.Naming.Fields()}` query parameter value [{field}] is not one of the fields", options.Naming.Fields(), field);

        var found = posts.All.Where(post => ids.Contains(post.Id)).ToList();
        var missing = ids.Except(found.Select(post => post.Id)).ToList();
        var answer = new JsonObject();
        if (found.Count > 0)
        {
            answer["data"] = new JsonArray([.. found.Select(post => json.Of(post, query))]);
        }

        if (missing.Count > 0)
        {
            answer["errors"] = new JsonArray([.. missing.Select(refusal.MissingPost)]);
        }

        return Reply.Json(200, answer);
    }
}
