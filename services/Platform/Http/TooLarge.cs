using System.Buffers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Platform.Http;

/// <summary>
/// Refuses a body of more bytes than its call takes, whether it announces them or is found out while it is read. The rest is read and thrown away first, within
/// bounds: who is still sending when the connection closes sees a broken pipe, and never the answer that says why.
/// </summary>
static class TooLarge
{
    const long MostRead = 64 * 1024 * 1024;
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    internal static void UseTooLarge(this WebApplication app) => app.Use(Handle);

    static Task Handle(HttpContext http, RequestDelegate next) =>
        http.Features.Get<IHttpMaxRequestBodySizeFeature>() is not { IsReadOnly: false, MaxRequestBodySize: { } limit } size ? next(http)
        : http.Request.ContentLength > limit ? Refuse(http, size)
        : http.Request.ContentLength is null && http.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true ? Measure(http, next, size, limit)
        : next(http);

    static async Task Refuse(HttpContext http, IHttpMaxRequestBodySizeFeature size)
    {
        // Who asks before sending (curl does, from a megabyte on) has sent nothing yet, and reading would ask for it.
        if (http.Request.ContentLength <= MostRead && !http.Request.Headers.Expect.ToString().StartsWith("100", StringComparison.Ordinal))
        {
            size.MaxRequestBodySize = null;
            await Drain(http);
        }

        http.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
    }

    /// <summary>The server would stop at its own limit and hang up, so its limit is the most that is thrown away, and the call's is kept here.</summary>
    static async Task Measure(HttpContext http, RequestDelegate next, IHttpMaxRequestBodySizeFeature size, long limit)
    {
        size.MaxRequestBodySize = Math.Max(limit, MostRead);
        var body = http.Request.Body;
        http.Request.Body = new LimitedBody(body, limit);
        try
        {
            await next(http);
        }
        catch (BadHttpRequestException tooLarge) when (tooLarge.StatusCode == StatusCodes.Status413PayloadTooLarge && !http.Response.HasStarted)
        {
            http.Request.Body = body;
            await Drain(http);
            throw;
        }
    }

    static async Task Drain(HttpContext http)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(65_536);
        using var deadline = new CancellationTokenSource(Patience, http.RequestServices.GetRequiredService<TimeProvider>());
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, http.RequestAborted);
        try
        {
            while (await http.Request.Body.ReadAsync(buffer, either.Token) > 0)
            {
                // Nobody wants it.
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or IOException or BadHttpRequestException)
        {
            // It took too long or hung up: then it hears what it can.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
