using System.Globalization;
using System.IO.Hashing;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Engagement.Popularity.Lists;

/// <summary>A ready answer: its bytes, their type and their ETag.</summary>
sealed class Answer(byte[] body, string contentType) : IResult
{
    /// <summary>
    /// Together no more than two seconds, because a withdrawn article must be gone within two seconds from everybody's cache too. A site that goes
    /// down with us may show the last list for ten minutes.
    /// </summary>
    const string Freshness = "public, max-age=1, stale-while-revalidate=1, stale-if-error=600";

    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> Body => body;

    /// <summary>Their type.</summary>
    public string ContentType => contentType;

    readonly string etag = string.Create(CultureInfo.InvariantCulture, $"\"{XxHash3.HashToUInt64(body):x16}\"");

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.Headers.ETag = etag;
        response.Headers.CacheControl = Freshness;
        response.Headers.AccessControlAllowOrigin = "*";
        response.Headers.AccessControlExposeHeaders = HeaderNames.ETag;
        foreach (var asked in httpContext.Request.Headers.IfNoneMatch)
        {
            if (asked is not null && (asked == "*" || asked.Contains(etag, StringComparison.Ordinal)))
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return Task.CompletedTask;
            }
        }

        response.ContentType = ContentType;
        response.ContentLength = body.Length;
        return response.Body.WriteAsync(body, httpContext.RequestAborted).AsTask();
    }
}
