using System.IO.Compression;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Dashboard.Layout;

/// <summary>
/// Compresses pages. Over TLS, compression can give secrets away that stand beside what an attacker makes us repeat (BREACH). Ours do not: the only secret
/// on every page is the form's token, which is encrypted anew for each answer, and a page that shows a key once is sent as it is.
/// </summary>
static class PageCompression
{
    public static void AddPageCompression(this WebApplicationBuilder builder)
    {
        builder.Services.AddResponseCompression(compression =>
        {
            compression.EnableForHttps = true;
            compression.MimeTypes = ["text/html"];
            compression.Providers.Add<BrotliCompressionProvider>();
            compression.Providers.Add<GzipCompressionProvider>();
        });
        // Fastest: 60 KB of page take half a millisecond, and a higher level saves a tenth.
        builder.Services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Fastest);
    }

    public static void UsePageCompression(this WebApplication app) =>
        app.UseWhen(http => http.GetEndpoint()?.Metadata.GetMetadata<DashboardPage>() is not null, pages => pages.UseResponseCompression());

    /// <summary>Sends this answer as it is, because it shows a secret.</summary>
    public static void Off(HttpContext http) => http.Response.Headers.ContentEncoding = "identity";
}
