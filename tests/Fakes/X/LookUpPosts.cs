namespace Engagement.Fakes.X;

/// <summary><c>GET /2/tweets?ids=</c>: up to 100 posts by id; each that is not there is named under <c>errors</c>.</summary>
sealed class LookUpPosts(Posts posts, PostJson json, Billing billing, Refusal refusal)
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/2/tweets",
        (HttpContext http, Gate gate, LookUpPosts lookUp) => gate.Pass(http, Call.LookUpPosts, (_, _) => lookUp.Answer(http.Request.Query)));

    Reply Answer(IQueryCollection query)
    {
        var ids = query["ids"].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries);
        if (ids.Length is 0 or > 100)
            return refusal.InvalidRequest("The number of values in the `ids` query parameter list is not between 1 and 100", "ids", query["ids"]);
        if (json.Problem(query, "ids") is { } problem)
            return problem;

        var found = posts.All.Where(post => ids.Contains(post.Id)).ToList();
        billing.ChargeReads(found);
        return Reply.Json(200, PostJson.WithErrors(json.Of(found, query), ids.Except(found.Select(post => post.Id)).Select(refusal.MissingPost)));
    }
}
