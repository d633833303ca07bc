using System.Text;
using Engagement.Dashboard.Api;
using Engagement.Dashboard.Layout;
using Engagement.Platform.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Engagement.Dashboard.Setup;

/// <summary>The buttons of an article alone on a page, for the frame on the page Site. No script: so they look before one arrives.</summary>
static class ShowPreview
{
    const string Policy = "default-src 'none'; style-src 'self' {0}; img-src 'self' data:; base-uri 'none'; frame-ancestors 'self'";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/site/preview/{id}", Handle);

    static async Task<IResult> Handle(string id, HttpContext http, SiteApi site, SiteOptions options, StyleSheet sheet)
    {
        var buttons = await site.Buttons(id);
        var origin = options.PublicUrl.Length > 0 ? options.PublicUrl.TrimEnd('/') : "";
        http.Response.Headers.ContentSecurityPolicy = string.Format(null, CompositeFormat.Parse(Policy), origin);
        // What Counter renders is its own markup with the article's words escaped; the policy above lets nothing run.
        return TypedResults.Content($"""
            <!DOCTYPE html>
            <html lang="{options.Language.Split('-')[0]}"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>{options.Name.Replace("<", "", StringComparison.Ordinal)}</title>
            <link rel="stylesheet" href="{sheet.Path}"><link rel="stylesheet" href="{origin}/share.css"></head>
            <body class="padded">{buttons.Value ?? buttons.Problem?.Title}</body></html>
            """, "text/html; charset=utf-8");
    }
}
