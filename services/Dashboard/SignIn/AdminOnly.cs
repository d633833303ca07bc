using Engagement.Dashboard.Layout;
using Engagement.Dashboard.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Dashboard.SignIn;

/// <summary>Forms that only an administrator may send.</summary>
static class AdminOnly
{
    /// <summary>Sends everybody else back to a page that says so.</summary>
    public static void ForAdmins(this RouteHandlerBuilder route, string page) => route.AddEndpointFilter((call, next) =>
    {
        var http = call.HttpContext;
        return Session.May(http.User, "admin")
            ? next(call)
            : ValueTask.FromResult<object?>(Go.Back(page,
                new(false, http.RequestServices.GetRequiredService<Speech>()["Only a key with the scope admin may do this"]), http));
    });
}
