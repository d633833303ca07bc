using System.Net;
using System.Net.Http.Headers;

namespace Engagement.Publisher.X;

/// <summary>
/// A body that is written once. It knows whether writing began, which tells "not sent" from "unknown"; and where a handler tries a
/// dead connection's request again by itself, the second writing fails instead of making a second post.
/// </summary>
sealed class OnceContent : HttpContent
{
    readonly byte[] body;
    int writings;

    public OnceContent(byte[] body, string type = "application/json")
    {
        this.body = body;
        Headers.ContentType = new MediaTypeHeaderValue(type);
    }

    public bool Began => Volatile.Read(ref writings) > 0;

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        if (Interlocked.Increment(ref writings) > 1)
        {
            throw new HttpRequestException("This request was sent once and is not sent again.");
        }

        await stream.WriteAsync(body);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = body.Length;
        return true;
    }
}
