using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using QRCoder;
using static Engagement.Counter.Buttons.Markup;

namespace Engagement.Counter.Buttons;

/// <summary>An article's address as a QR code, drawn here as SVG, and as a field to copy it from: the page behind "QR code".</summary>
static class ShowQrCode
{
    public static void Map(IEndpointRouteBuilder routes, Pace pace)
    {
        routes.MapGet("/buttons/{articleId}/qr.svg", Picture).WithSummary("An article's address as a QR code").WithPace(pace);
        routes.MapGet("/buttons/{articleId}/qr", Page).ExcludeFromDescription().WithPace(pace);
    }

    static async Task<IResult> Picture(string articleId, HttpContext http, SheetMaker sheets) =>
        await sheets.Make(articleId, null, http) is { } sheet
            ? TypedResults.Text(Svg(sheet.Article.Url, sheet.Article.Title), "image/svg+xml; charset=utf-8")
            : SheetMaker.Unknown();

    static async Task<IResult> Page(string articleId, HttpContext http, SheetMaker sheets, string? lang = null) =>
        await sheets.Make(articleId, lang, http) is { } sheet
            ? ReaderPage.Of(http, sheet.Words, $"{sheet.Words.Qr} – {sheet.Article.Title}", $"""
                <h1>{E(sheet.Article.Title)}</h1>
                <div class="ngm-qr">{Svg(sheet.Article.Url, sheet.Words.Qr)}</div>
                <p><label for="link">{E(sheet.Words.Link)}</label> <input id="link" readonly value="{E(sheet.Article.Url)}" dir="ltr"></p>
                <p><a href="{E(sheet.Article.Url)}">{E(sheet.Article.Title)}</a></p>
                """)
            : SheetMaker.Unknown();

    /// <summary>A text as a QR code: dark on light whatever the page looks like, because cameras want it so.</summary>
    public static string Svg(string text, string title)
    {
        var (size, strokes) = Strokes(text);
        return $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" role="img" aria-label="{E(title)}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{size}v{size}H0z"/><path fill="#000" d="{strokes}"/></svg>""";
    }

    /// <summary>The dark modules of a text's code as one SVG path, with the quiet zone of four around it.</summary>
    public static (int Size, string Strokes) Strokes(string text)
    {
        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M, forceUtf8: true);
        var rows = code.ModuleMatrix;
        var path = new StringBuilder();
        for (var y = 0; y < rows.Count; y++)
        {
            for (var x = 0; x < rows.Count; x++)
            {
                if (!rows[y][x])
                {
                    continue;
                }

                var start = x;
                while (x < rows.Count && rows[y][x])
                {
                    x++;
                }

                path.Append($"M{start} {y}h{x - start}v1h-{x - start}z");
            }
        }

        return (rows.Count, path.ToString());
    }
}
