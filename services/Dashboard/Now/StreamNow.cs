using Engagement.Dashboard.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Engagement.Dashboard.Now;

/// <summary>
/// Passes on Popularity's own stream of changes, because a page may only talk to the address that it came from. It says only that
/// something moved; the page then asks for itself again.
/// </summary>
sealed class StreamNow(ApiClient api, IHostApplicationLifetime lifetime)
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/now/stream", (HttpContext http, StreamNow stream) => stream.Handle(http));

    async Task Handle(HttpContext http)
    {
        // An open stream would hold up the stop of the program until its patience ends.
        using var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        http.Response.ContentType = "text/event-stream";
        // Where the stream cannot be had, the browser asks again after this time; the page refreshes itself each minute anyway.
        await http.Response.WriteAsync("retry: 15000\n\n", http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
        await foreach (var _ in api.Lines("popularity", "/api/popular/stream", end.Token))
        {
            await http.Response.WriteAsync("data: moved\n\n", http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
        }
    }
}
