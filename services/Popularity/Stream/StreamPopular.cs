using System.Globalization;
using Engagement.Platform.Http;
using Engagement.Popularity.Lists;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Engagement.Popularity.Stream;

/// <summary>
/// Tells a page at once when a list moves. The event is what <c>GET /api/popular</c> answers; its id is the version of the lists, so a page that comes back with
/// the newest version in Last-Event-ID is told nothing until something moves, and any other gets the list at once.
/// </summary>
sealed class StreamPopular(StreamHub hub, CurrentLists current, PopularityOptions options, IHostApplicationLifetime lifetime, TimeProvider time)
{
    /// <summary>A reader who does not take one event in this time is gone or hopeless.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/popular/stream", ([AsParameters] PopularQuery query, HttpContext http, StreamPopular stream) => stream.Handle(query, http))
        .WithSummary("Server-sent events: the list, each time that it moves");

    async Task<IResult> Handle(PopularQuery query, HttpContext http)
    {
        if (query.Problem() is { } problem)
        {
            return problem;
        }

        var list = query.Name();
        if (list.Facet is not null)
        {
            return Problems.BadRequest("no-such-stream", "Only lists of the whole site are streamed", "Leave out tag, section, author, target and fair, or ask GET /api/popular now and then.");
        }

        if (hub.Count >= options.StreamConnections)
        {
            http.Response.Headers.RetryAfter = "30";
            return Problems.Of(503, "too-many-streams", "Too many pages are listening", $"Try again later, or raise Engagement__Popularity__StreamConnections ({options.StreamConnections}).");
        }

        using var subscription = hub.Subscribe(list, query.Length);
        await Write(subscription, list, query.Length, http);
        return Results.Empty;
    }

    async Task Write(Subscription subscription, ListName list, int limit, HttpContext http)
    {
        var response = http.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        response.Headers.AccessControlAllowOrigin = "*";
        // Else nginx keeps events until its buffer is full.
        response.Headers["X-Accel-Buffering"] = "no";
        using var end = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        await using var gone = http.RequestAborted.Register(end.Cancel);
        await using var stopping = lifetime.ApplicationStopping.Register(end.Cancel);
        try
        {
            var snapshot = current.Snapshot;
            // Before the lists are read for the first time there is nothing to tell: an empty list would clear what stands on the page.
            var isNew = snapshot.Version >= 0 && http.Request.Headers["Last-Event-ID"] != snapshot.Version.ToString(CultureInfo.InvariantCulture);
            await Send(response, isNew ? StreamHub.Frame(snapshot, list, limit) : "retry: 3000\n\n"u8.ToArray(), end);
            await foreach (var frame in subscription.Frames.ReadAllAsync(end.Token))
            {
                await Send(response, frame, end);
            }
        }
        catch (OperationCanceledException)
        {
            // The reader left, was too slow, or the program stops: the page asks again by itself.
        }
    }

    static async Task Send(HttpResponse response, ReadOnlyMemory<byte> frame, CancellationTokenSource end)
    {
        // Nearly every reader takes it at once: then ten thousand of them need no timer each. What is written to Kestrel is sent without another word.
        var writing = response.Body.WriteAsync(frame, end.Token);
        if (!writing.IsCompletedSuccessfully)
        {
            end.CancelAfter(Patience);
            await writing;
            end.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }
}
