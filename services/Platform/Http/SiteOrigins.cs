using Engagement.Platform.Settings;
using Microsoft.AspNetCore.Http;

namespace Engagement.Platform.Http;

/// <summary>
/// Lets scripts on the site's own pages read the public calls. Only origins on the site's hosts are named back, never a star and never
/// with credentials, and caches keep the answers apart (<c>Vary: Origin</c>).
/// </summary>
public sealed class SiteOrigins(SiteOptions site)
{
    readonly IReadOnlySet<string> hosts = site.AllowedHosts();

    /// <summary>The last origin that was one of the site's: nearly all readers come from the same, and reading it as a URL takes longer than counting.</summary>
    string lastKnown = "";

    /// <summary>Whether an <c>Origin</c> header names one of the site's hosts, on any port and either scheme.</summary>
    public bool Knows(string origin)
    {
        if (origin == lastKnown)
            return true;
        if (!IsOurs(origin))
            return false;
        lastKnown = origin;
        return true;
    }

    bool IsOurs(string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && hosts.Contains(uri.IdnHost);

    /// <summary>Allows the answer to be read by the page that asked, if it is one of the site's.</summary>
    public void Allow(HttpContext http)
    {
        http.Response.Headers.Vary = "Origin";
        var origin = http.Request.Headers.Origin;
        if (origin.Count == 1 && Knows(origin[0]!))
        {
            http.Response.Headers.AccessControlAllowOrigin = origin;
        }
    }

    /// <summary>Answers a browser's question before it sends JSON from another origin.</summary>
    public Task AnswerPreflight(HttpContext http)
    {
        Allow(http);
        http.Response.StatusCode = StatusCodes.Status204NoContent;
        http.Response.Headers.AccessControlAllowMethods = "GET, POST";
        http.Response.Headers.AccessControlAllowHeaders = "Content-Type";
        http.Response.Headers.AccessControlMaxAge = "86400";
        return Task.CompletedTask;
    }
}
