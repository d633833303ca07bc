using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Engagement.Dashboard.Layout;

/// <summary>Where a form leads afterwards: only within this site, because the address came from the form.</summary>
static class Go
{
    public static RedirectHttpResult Back(string? path) => TypedResults.LocalRedirect(Local(path));

    /// <summary>Goes back and says there what was done or what went wrong.</summary>
    public static RedirectHttpResult Back(string? path, Notice.Said said, HttpContext http)
    {
        Notice.Say(http, said);
        return Back(path);
    }

    /// <summary>The path where it is one of this site's, else <c>/</c>.</summary>
    public static string Local(string? path) =>
        path is ['/', ..] && path is not ['/', '/' or '\\', ..] && !path.Any(char.IsControl) ? path : "/";
}
