using System.Text.Json.Nodes;

namespace Engagement.Fakes.X;

/// <summary><c>GET /2/users/me</c>: whose credentials these are.</summary>
sealed class WhoAmI(FakeXOptions options, Billing billing)
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/2/users/me",
        (HttpContext http, Gate gate, WhoAmI who) => gate.Pass(http, Call.WhoAmI, (_, _) => who.Answer()));

    Reply Answer()
    {
        billing.Charge("users/me", options.Prices.UserRead);
        return Reply.Json(200, new JsonObject
        {
            ["data"] = new JsonObject { ["id"] = options.UserId, ["name"] = options.Name, ["username"] = options.Username },
        });
    }
}
