using Engagement.Platform.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Engagement.Dashboard.Layout;

/// <summary>Where a form leads afterwards: only within this site, because the address came from the form.</summary>
static class Go
{
    public static RedirectHttpResult Back(string? path) => TypedResults.LocalRedirect(LocalPath.Of(path));

    /// <summary>Goes back and says there what was done or what went wrong.</summary>
    public static RedirectHttpResult Back(string? path, Notice.Said said, HttpContext http)
    {
        Notice.Say(http, said);
        return Back(path);
    }
}
