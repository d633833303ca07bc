using System.Text;
using Engagement.Counter.Buttons;
using Engagement.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using static Engagement.Counter.Buttons.Markup;

namespace Engagement.Counter.Widget;

/// <summary>
/// <c>GET /bookmarks</c>: a page with the articles that a reader saved. The list is on the reader's device, for the origin of the page that
/// saved it: where the site's pages have another origin than this one, the site puts <c>engagement-bookmarks</c> on a page of its own.
/// </summary>
static class ShowBookmarks
{
    // What a QR code of middling repair capacity holds.
    const int LongestCode = 2_331;

    public static void Map(IEndpointRouteBuilder routes, Pace pace)
    {
        routes.MapGet("/bookmarks", Page).ExcludeFromDescription();
        routes.MapPost("/share/qr", (Delegate)Draw).WithSummary("A text of at most 2,331 bytes as a QR code; nothing of it is kept").WithPace(pace);
    }

    static IResult Page(HttpContext http, Languages languages, string? lang = null)
    {
        var words = languages.Of(lang);
        return ReaderPage.Of(http, words, words.Saved, $"<h1>{E(words.Saved)}</h1>\n<engagement-bookmarks></engagement-bookmarks>", $"bookmarks.{words.Code}");
    }

    static async Task<IResult> Draw(HttpContext http)
    {
        http.Response.Headers.AccessControlAllowOrigin = "*";
        http.Response.Headers.CacheControl = "no-store";
        var text = new byte[LongestCode + 1];
        var length = await http.Request.Body.ReadAtLeastAsync(text, text.Length, throwOnEndOfStream: false, http.RequestAborted);
        if (length is 0 or > LongestCode)
        {
            return Problems.BadRequest("no-code", "This cannot be made a QR code", $"Send a text of 1 to {LongestCode} bytes.");
        }

        var (size, strokes) = ShowQrCode.Strokes(Encoding.UTF8.GetString(text, 0, length));
        return TypedResults.Ok(new { size, strokes });
    }
}
