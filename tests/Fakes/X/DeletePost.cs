using System.Text.Json.Nodes;

namespace Engagement.Fakes.X;

/// <summary><c>DELETE /2/tweets/{id}</c>: takes down a post of the account's own.</summary>
sealed class DeletePost(FakeXOptions options, Identity identity, Posts posts, Billing billing, Refusal refusal)
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapDelete("/2/tweets/{id}",
        (HttpContext http, Gate gate, DeletePost delete, string id) => gate.Pass(http, Call.DeletePost, (_, _) => delete.Answer(http.Request, id)));

    Reply Answer(HttpRequest request, string id)
    {
        if (billing.Problem(options.Prices.Delete) is { } refused)
            return refused;
        if (posts.Remove(identity.Caller(request), id) is null)
            return refusal.NotFound();

        billing.Charge($"delete {id}", options.Prices.Delete);
        return Reply.Json(200, new JsonObject { ["data"] = new JsonObject { ["deleted"] = true } });
    }
}
