using Microsoft.AspNetCore.Http;
using static Engagement.Counter.Buttons.Markup;

namespace Engagement.Counter.Buttons;

/// <summary>A small page of ours for readers: plain, without anything from elsewhere, usable without scripts.</summary>
static class ReaderPage
{
    public static IResult Of(HttpContext http, Words words, string title, string body, string script = "")
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        headers["Referrer-Policy"] = "no-referrer";
        headers.XContentTypeOptions = "nosniff";
        headers["X-Robots-Tag"] = "noindex, nofollow";
        var load = script.Length == 0 ? "" : $"\n<script src=\"/share/{script}.js\" defer></script>";
        return TypedResults.Text($"""
            <!doctype html>
            <html lang="{words.Code}" dir="{words.Dir}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{E(title)}</title>
            <link rel="stylesheet" href="/share.css">
            <link rel="stylesheet" href="/share/page.css">{load}
            </head>
            <body class="ngm-page">
            <main>
            {body}
            </main>
            </body>
            </html>

            """, "text/html; charset=utf-8");
    }
}
