using Engagement.Dashboard.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Dashboard.Layout;

/// <summary>The other end of the form: nothing is done where the name was not typed.</summary>
static class NameTyped
{
    /// <summary>Lets a call through only with the name that its form asked for.</summary>
    public static RouteHandlerBuilder AskedByName(this RouteHandlerBuilder route) => route.AddEndpointFilter(async (call, next) =>
    {
        var http = call.HttpContext;
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        return form["asked"].ToString() is { Length: > 0 } name && form["typed"].ToString().Trim() == name
            ? await next(call)
            : Go.Back(form["back"], new(false, http.RequestServices.GetRequiredService<Speech>()["That is not its name, so nothing was changed"]), http);
    });
}
