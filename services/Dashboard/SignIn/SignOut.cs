using Engagement.Dashboard.Layout;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Engagement.Dashboard.SignIn;

/// <summary>Ends the session of this browser.</summary>
static class SignOut
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/sign-out", Handle);

    static async Task<RedirectHttpResult> Handle(HttpContext http, [FromForm] string? back)
    {
        await http.SignOutAsync(Session.Scheme);
        return Go.Back(back);
    }
}
