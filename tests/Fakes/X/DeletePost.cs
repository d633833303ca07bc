using System.Text.Json.Nodes;

namespace Engagement.Fakes.X;

/// <summary><c>DELETE /2/tweets/{id}</c>: takes down a post of the account's own.</summary>
static class DeletePost
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapDelete("/2/tweets/{id}",
        (HttpContext http, Gate gate, Posts posts, Refusal refusal, string id) => gate.Pass(http, Call.DeletePost, (_, _) =>
            posts.Remove(id) is null
                ? refusal.NotFound()
                : Reply.Json(200, new JsonObject { ["data"] = new JsonObject { ["deleted"] = true } })));
}
