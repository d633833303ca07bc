using System.Text.Json.Nodes;

namespace Engagement.Fakes.X;

/// <summary><c>GET /2/users/me</c>: whose credentials these are.</summary>
sealed class WhoAmI(FakeXOptions options, Identity identity, Billing billing)
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/2/users/me",
        (HttpContext http, Gate gate, WhoAmI who) => gate.Pass(http, Call.WhoAmI, (_, _) => who.Answer(http.Request)));

    Reply Answer(HttpRequest request)
    {
        var account = identity.Caller(request);
        billing.Charge("users/me", options.Prices.UserRead);
        return Reply.Json(200, new JsonObject
        {
            ["data"] = new JsonObject { ["id"] = account.Id, ["name"] = account.Name, ["username"] = account.Username },
        });
    }
}
