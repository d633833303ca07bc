using System.IO.Compression;
using Microsoft.AspNetCore.Http;

namespace Engagement.Platform.Http;

/// <summary>Answers that go out in Brotli to whoever takes it, which every browser does.</summary>
public static class BrotliAnswer
{
    /// <summary>Content in Brotli.</summary>
    /// <param name="content">As it is.</param>
    /// <param name="quality">0 (fastest) to 11 (smallest: for what is pressed once and sent often).</param>
    /// <param name="window">How far back it looks, as a power of two of bytes: 10 to 24.</param>
    public static byte[] Press(byte[] content, int quality = 11, int window = 22)
    {
        var target = new byte[BrotliEncoder.GetMaxCompressedLength(content.Length)];
        return BrotliEncoder.TryCompress(content, target, out var length, quality, window)
            ? target[..length]
            : throw new InvalidOperationException("Brotli failed on an answer of ours.");
    }

    /// <summary>Sends content pressed to whoever takes that, and as it is to anybody else.</summary>
    /// <param name="http">The call.</param>
    /// <param name="contentType">The content's type.</param>
    /// <param name="plain">The content as it is.</param>
    /// <param name="pressed">The content in Brotli; asked for only where it is sent.</param>
    public static IResult Send(HttpContext http, string contentType, byte[] plain, Func<byte[]> pressed)
    {
        http.Response.Headers.Vary = "Accept-Encoding";
        if (!http.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal))
        {
            return TypedResults.Bytes(plain, contentType);
        }

        http.Response.Headers.ContentEncoding = "br";
        return TypedResults.Bytes(pressed(), contentType);
    }
}
