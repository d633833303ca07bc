using System.Security.Cryptography;
using Engagement.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Engagement.Dashboard.Layout;

/// <summary>
/// A file of ours, embedded, under an address that holds its hash: browsers keep it for a year, and a new build has a new address.
/// </summary>
abstract class Asset
{
    readonly string contentType;
    readonly byte[] plain;
    readonly byte[] brotli;

    protected Asset(string file, string contentType)
    {
        this.contentType = contentType;
        using var resource = typeof(Asset).Assembly.GetManifestResourceStream(file)
            ?? throw new InvalidOperationException($"{file} is not in the assembly.");
        using var read = new MemoryStream();
        resource.CopyTo(read);
        plain = read.ToArray();
        brotli = BrotliAnswer.Press(plain);
        var (name, extension) = (System.IO.Path.GetFileNameWithoutExtension(file), System.IO.Path.GetExtension(file));
        Path = $"/{name}.{Convert.ToHexStringLower(SHA256.HashData(plain))[..12]}{extension}";
    }

    public string Path { get; }

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet(Path, Send).ExcludeFromDescription();

    IResult Send(HttpContext http)
    {
        http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return BrotliAnswer.Send(http, contentType, plain, () => brotli);
    }
}

/// <summary>The one style sheet.</summary>
sealed class StyleSheet() : Asset("dashboard.css", "text/css; charset=utf-8");

/// <summary>What keeps the first screen fresh.</summary>
sealed class LiveScript() : Asset("dashboard-live.js", "text/javascript; charset=utf-8");

/// <summary>What shows a post while it is written.</summary>
sealed class ComposeScript() : Asset("dashboard-compose.js", "text/javascript; charset=utf-8");

/// <summary>What makes keys lead to pages.</summary>
sealed class KeysScript() : Asset("dashboard-keys.js", "text/javascript; charset=utf-8");
