using Engagement.Counter.Buttons;
using Engagement.Platform.Http;
using Engagement.Platform.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Engagement.Counter.Widget;

/// <summary>
/// <c>/share.js</c> and <c>/share.css</c> float: always the newest, kept for an hour. <c>/share/{version}/…</c> never changes, is kept for a
/// year, and its fingerprints are in <c>/share/integrity.json</c>.
/// </summary>
static class ServeWidget
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        Get(routes, "/share.js", (HttpContext http, WidgetFiles files, Languages languages, SiteOptions site) =>
            Answer(http, files.Find($"share.{languages.Of(site.Language).Code}.js"), lasts: Floating)).WithSummary("The widget, in the site's language");
        Get(routes, "/share.{language}.js", (string language, HttpContext http, WidgetFiles files) =>
            Answer(http, files.Find($"share.{language}.js"), Floating)).WithSummary("The widget in a language, such as de");
        Get(routes, "/share.css", (HttpContext http, WidgetFiles files) => Answer(http, files.Find("share.css"), Floating)).WithSummary("Its style");
        Get(routes, "/share/{file}", (string file, HttpContext http, WidgetFiles files) => Answer(http, files.Find(file), Floating)).ExcludeFromDescription();
        Get(routes, "/share/{version}/{file}", async (string version, string file, HttpContext http, KeepReleases releases) =>
            Answer(http, await releases.Find(version, file), Immutable)).WithSummary("A file of the widget that never changes");
        routes.MapGet("/share/integrity.json", Fingerprints).WithSummary("The widget's version and the fingerprints of its files");
    }

    /// <summary>Those who only check that a file is there ask with HEAD.</summary>
    static RouteHandlerBuilder Get(IEndpointRouteBuilder routes, string path, Delegate handle) => routes.MapMethods(path, ["GET", "HEAD"], handle);

    const string Floating = "public, max-age=3600, stale-while-revalidate=86400";
    const string Immutable = "public, max-age=31536000, immutable";

    static IResult Fingerprints(HttpContext http, WidgetFiles files)
    {
        http.Response.Headers.CacheControl = Floating;
        http.Response.Headers.AccessControlAllowOrigin = "*";
        return TypedResults.Ok(new { files.Version, Files = files.All.ToDictionary(file => file.Name, file => file.Integrity) });
    }

    static IResult Answer(HttpContext http, WidgetFile? file, string lasts)
    {
        if (file is null)
        {
            return Problems.NotFound("unknown-file", "The widget has no such file", "Its version and files are in /share/integrity.json.");
        }

        var headers = http.Response.Headers;
        headers.AccessControlAllowOrigin = "*";
        headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = lasts;
        headers.ETag = file.Tag;
        headers.Vary = "Accept-Encoding";
        if (http.Request.Headers.IfNoneMatch.ToString().Contains(file.Tag, StringComparison.Ordinal))
        {
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }

        return BrotliAnswer.Send(http, file.ContentType, file.Content, () => file.Brotli);
    }
}
