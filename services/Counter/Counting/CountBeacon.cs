using System.Buffers;
using System.Text.Json;
using Engagement.Counter.Articles;
using Engagement.Counter.Trust;
using Engagement.Platform.Http;
using Engagement.Platform.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Engagement.Counter.Counting;

/// <summary>
/// <c>POST /e</c> counts one reader's event. It answers only after the ledger has it, because a 2xx here is a promise. The body is
/// JSON whatever its content type says: browsers send text/plain, which needs no preflight.
/// </summary>
sealed class CountBeacon(EventRules rules, EventDesk desk, EventWriter writer, CountParked parked, ClickRules clicks, SiteOrigins origins, Tally tally, Traces traces)
{
    const int BodyLimit = 1_024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var use = (CountBeacon)routes.ServiceProvider.GetService(typeof(CountBeacon))!;
        // Short-circuited past authentication, which this call does not need and which costs more than reading the event.
        routes.MapPost("/e", routes.WithProblems(use.Handle)).WithSummary("Count a share, bookmark, view, visit or follow")
            .Documented(use.Handle, StatusCodes.Status204NoContent, typeof(Beacon)).WithDescription("JSON whatever the content type says, of at most 1,024 bytes. The answer comes after the ledger has it; sent again with the same id it counts once.").ShortCircuit();
        routes.MapMethods("/e", ["OPTIONS"], use.Preflight).ExcludeFromDescription();
    }

    Task Preflight(HttpContext http) => origins.AnswerPreflight(http);

    async Task Handle(HttpContext http)
    {
        origins.Allow(http);
        http.Response.Headers.CacheControl = "no-store";
        var beacon = await Read(http);
        var fault = rules.Check(beacon);
        if (fault is null)
        {
            (var one, var early, fault) = await desk.Take(beacon, clicks.JudgeBeacon(http.Request));
            if (one is not null)
            {
                var outcome = await writer.Write(one);
                if (traces.AreCollected)
                    await traces.Leave($"counts:{one.Article}");
                await Answer(http, outcome);
                return;
            }

            if (early is not null && await parked.Park(early))
            {
                http.Response.StatusCode = StatusCodes.Status202Accepted;
                return;
            }

            fault ??= EventDesk.UnknownArticle;
        }

        tally.Reject(fault!.Slug);
        await Problems.Of(fault.Slug == "unknown-article" ? 404 : 400, fault.Slug, fault.Title, fault.Detail).ExecuteAsync(http);
    }

    static async Task<Beacon> Read(HttpContext http)
    {
        if (http.Request.ContentLength > BodyLimit)
            throw TooLarge();

        var body = http.Request.BodyReader;
        while (true)
        {
            var read = await body.ReadAsync(http.RequestAborted);
            if (read.Buffer.Length > BodyLimit)
            {
                body.AdvanceTo(read.Buffer.End);
                throw TooLarge();
            }

            if (read.IsCompleted)
            {
                try
                {
                    return Parse(read.Buffer);
                }
                finally
                {
                    body.AdvanceTo(read.Buffer.End);
                }
            }

            body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    static Beacon Parse(ReadOnlySequence<byte> body)
    {
        var json = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 4 });
        json.Read();
        var beacon = Beacon.Read(ref json);
        if (json.Read())
            throw new JsonException("More follows after the event.");
        return beacon;
    }

    static Task Answer(HttpContext http, Outcome outcome)
    {
        switch (outcome)
        {
            case Outcome.Counted or Outcome.Duplicate or Outcome.Repeat:
                http.Response.StatusCode = StatusCodes.Status204NoContent;
                return Task.CompletedTask;
            case Outcome.Busy:
                http.Response.Headers.RetryAfter = "2";
                return Problems.Of(503, "busy", "Too many events wait to be counted", "Nothing was accepted; send the event again, with the same id.").ExecuteAsync(http);
            default:
                return Problems.Of(404, EventDesk.UnknownArticle.Slug, EventDesk.UnknownArticle.Title, EventDesk.UnknownArticle.Detail).ExecuteAsync(http);
        }
    }

    static BadHttpRequestException TooLarge() => new("An event has at most 1,024 bytes.", StatusCodes.Status413PayloadTooLarge);
}
