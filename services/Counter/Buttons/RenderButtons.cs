using System.Text;
using Engagement.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Engagement.Counter.Buttons;

/// <summary>
/// <c>GET /buttons/{articleId}.html</c> and <c>.txt</c>, or <c>?for=page|mail|rss|amp</c>: an article's buttons for the place
/// where they will stand. A site fetches them when it builds a page, a feed or a mail, and puts them in as they are.
/// </summary>
static class RenderButtons
{
    public static void Map(IEndpointRouteBuilder routes, Pace pace) => routes
        .MapGet("/buttons/{name}", Handle)
        .WithSummary("The buttons of an article, for a page, mail, feed or AMP page")
        .WithPace(pace);

    static async Task<IResult> Handle(string name, HttpContext http, SheetMaker sheets, MailLinks links, string? lang = null)
    {
        var place = http.Request.Query["for"] is [{ Length: > 0 } asked] ? asked : "page";
        if (place is not ("page" or "mail" or "rss" or "amp"))
        {
            return Problems.BadRequest("unknown-place", "Buttons cannot be made for this place", $"for must be page, mail, rss or amp; it is \"{place}\".");
        }

        var format = new[] { ".html", ".txt" }.FirstOrDefault(ending => name.EndsWith(ending, StringComparison.Ordinal)) ?? "";
        if (await sheets.Make(name[..^format.Length], lang, http) is not { } sheet)
        {
            return SheetMaker.Unknown();
        }

        // An address taken from the request is whatever the request says: in a cache it could lead all readers astray.
        http.Response.Headers.CacheControl = sheets.KnowsOurAddress ? "public, max-age=60, stale-while-revalidate=600" : "no-store";
        http.Response.Headers.AccessControlAllowOrigin = "*";
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return (place, format) switch
        {
            ("mail", ".txt") => TypedResults.Text(OtherPlaces.MailText(sheet, links), "text/plain; charset=utf-8"),
            (_, ".txt") => TypedResults.Text(OtherPlaces.Text(sheet, place == "rss" ? "rss" : "page"), "text/plain; charset=utf-8"),
            ("mail", _) => Html(http, OtherPlaces.Mail(sheet, links)),
            ("rss", _) => Html(http, OtherPlaces.Feed(sheet)),
            ("amp", _) => Html(http, OtherPlaces.Amp(sheet)),
            _ => Html(http, PageButtons.Render(sheet)),
        };
    }

    // The widget asks whenever a reader opens the list: 12 KB, or 2 in Brotli, at a quality that costs a fraction of a millisecond.
    static IResult Html(HttpContext http, string html)
    {
        var plain = Encoding.UTF8.GetBytes(html);
        return BrotliAnswer.Send(http, "text/html; charset=utf-8", plain, () => BrotliAnswer.Press(plain, quality: 4, window: 18));
    }
}
