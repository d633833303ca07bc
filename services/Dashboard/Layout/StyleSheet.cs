using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Engagement.Dashboard.Layout;

/// <summary>
/// The one style sheet, under an address that holds its hash: browsers keep it for a year, and a new build has a new address.
/// </summary>
sealed class StyleSheet
{
    readonly byte[] plain;
    readonly byte[] brotli;

    public StyleSheet()
    {
        using var css = typeof(StyleSheet).Assembly.GetManifestResourceStream("dashboard.css")!;
        using var read = new MemoryStream();
        css.CopyTo(read);
        plain = read.ToArray();
        using var pressed = new MemoryStream();
        using (var press = new BrotliStream(pressed, CompressionLevel.SmallestSize))
        {
            press.Write(plain);
        }

        brotli = pressed.ToArray();
        Path = $"/dashboard.{Convert.ToHexStringLower(SHA256.HashData(plain))[..12]}.css";
    }

    public string Path { get; }

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet(Path, Send).ExcludeFromDescription();

    IResult Send(HttpContext http)
    {
        http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        http.Response.Headers.Vary = "Accept-Encoding";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        if (!http.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal))
        {
            return TypedResults.Bytes(plain, "text/css; charset=utf-8");
        }

        http.Response.Headers.ContentEncoding = "br";
        return TypedResults.Bytes(brotli, "text/css; charset=utf-8");
    }
}
