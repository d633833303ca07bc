using System.IO.Compression;

namespace Engagement.Intake.Fetching;

/// <summary>Reads an answer's body, unpacked, and no more than so many bytes of it, however small it came over the wire.</summary>
static class BoundedBody
{
    /// <summary>What <see cref="Read"/> can unpack.</summary>
    public const string AcceptEncoding = "gzip, br";

    /// <exception cref="InvalidDataException">It has more.</exception>
    public static async Task<byte[]> Read(HttpResponseMessage answer, int maxBytes, CancellationToken cancellation)
    {
        await using var packed = await answer.Content.ReadAsStreamAsync(cancellation);
        await using var body = answer.Content.Headers.ContentEncoding.LastOrDefault()?.ToLowerInvariant() switch
        {
            "gzip" or "x-gzip" => new GZipStream(packed, CompressionMode.Decompress),
            "br" => new BrotliStream(packed, CompressionMode.Decompress),
            _ => packed,
        };
        using var whole = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await body.ReadAsync(buffer, cancellation)) > 0)
        {
            whole.Write(buffer, 0, read);
            if (whole.Length > maxBytes)
            {
                throw new InvalidDataException($"It has more than {maxBytes / 1024 / 1024} MB");
            }
        }

        return whole.ToArray();
    }
}
