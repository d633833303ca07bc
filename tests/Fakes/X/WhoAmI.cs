using System.Text.Json.Nodes;

namespace Engagement.Fakes.X;

/// <summary><c>GET /2/users/me</c>: whose credentials these are.</summary>
static class WhoAmI
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/2/users/me",
        (HttpContext http, Gate gate, FakeXOptions options) => gate.Pass(http, Call.WhoAmI, (_, _) => Reply.Json(200, new JsonObject
        {
            ["data"] = new JsonObject { ["id"] = options.UserId, ["name"] = options.Name, ["username"] = options.Username },
        })));
}
