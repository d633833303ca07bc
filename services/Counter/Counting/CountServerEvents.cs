using System.Text.Json;
using Engagement.Counter.Articles;
using Engagement.Counter.Trust;
using Engagement.Platform.Http;
using Engagement.Platform.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Engagement.Counter.Counting;

/// <summary>
/// <c>POST /api/events</c> counts up to 1,000 events that a server of the site collected, or that an import brings. It answers after
/// the ledger has them all; sending the same again changes nothing.
/// </summary>
sealed class CountServerEvents(EventRules rules, EventDesk desk, CountBatch batch, CountParked parked, CounterOptions options)
{
    const int Limit = 1_000;

    /// <summary>A thousand events with the longest ids and URLs.</summary>
    const int BodyLimit = 4_000_000;

    /// <summary>Calls that may be under way: each holds up to 1,000 events, so this bounds memory as the queue bounds single events.</summary>
    readonly SemaphoreSlim room = new(8);

    /// <summary>What became of them.</summary>
    /// <param name="Counted">Are in the ledger now.</param>
    /// <param name="Duplicates">Were there already.</param>
    /// <param name="Rejected">Were not kept, with the place in the array and the reason.</param>
    sealed record Answer(int Counted, int Duplicates, IReadOnlyList<Rejection> Rejected);

    sealed record Rejection(int Index, string Reason);

    static readonly Fault Waiting = new("waiting", "The article is not known yet", "Kept for a day: it counts when an article is announced at this URL.");

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/events", (HttpContext http, CountServerEvents use) => use.Handle(http))
        .WithSummary("Count up to 1,000 events from a server")
        .WithMetadata(new RequestSizeLimitAttribute(BodyLimit))
        .TakesJson(typeof(Beacon[]))
        .RequireScope("events");

    async Task<IResult> Handle(HttpContext http)
    {
        if (!await room.WaitAsync(TimeSpan.FromSeconds(2), http.RequestAborted))
        {
            http.Response.Headers.RetryAfter = "2";
            return Problems.Of(503, "busy", "Too many events wait to be counted", "Nothing was accepted; send the events again, with the same ids.");
        }

        try
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body, http.RequestAborted);
            var beacons = Read(body.GetBuffer().AsSpan(0, (int)body.Length));
            return beacons.Count > Limit
                ? Problems.BadRequest("too-many-events", "Too many events in one call", $"Send at most {Limit} events in a call; these are {beacons.Count}.")
                : TypedResults.Json(await Count(beacons), Json.Options);
        }
        finally
        {
            room.Release();
        }
    }

    async Task<Answer> Count(List<Beacon> beacons)
    {
        var rejected = new List<Rejection>();
        var events = new List<(int Index, ReaderEvent Event)>(beacons.Count);
        // All begun before the first is awaited: their looks into the ledger travel together.
        var taking = beacons.ConvertAll(beacon => rules.Check(beacon) is { } wrong ? new(new Taken(null, null, wrong)) : desk.Take(beacon, new Verdict(null, beacon.Visitor, IsTrusted: true)));
        for (var i = 0; i < beacons.Count; i++)
        {
            var (one, early, fault) = await taking[i];
            if (fault is null)
            {
                if (one is not null)
                {
                    events.Add((i, one));
                    continue;
                }

                if (early is not null && await parked.Park(early))
                    fault = Waiting;
            }

            rejected.Add(new(i, (fault ?? EventDesk.UnknownArticle).Detail));
        }

        var counted = 0;
        foreach (var chunk in events.Chunk(options.BatchLimit))
        {
            var outcomes = await batch.Count([.. chunk.Select(one => one.Event)]);
            counted += outcomes.Count(outcome => outcome is Outcome.Counted or Outcome.Repeat);
            rejected.AddRange(chunk.Zip(outcomes)
                .Where(one => one.Second is Outcome.Unknown or Outcome.Withdrawn)
                .Select(one => new Rejection(one.First.Index, EventDesk.UnknownArticle.Detail)));
        }

        return new(counted, beacons.Count - counted - rejected.Count, [.. rejected.OrderBy(one => one.Index)]);
    }

    static List<Beacon> Read(ReadOnlySpan<byte> body)
    {
        var json = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 5 });
        json.Read();
        if (json.TokenType != JsonTokenType.StartArray)
            throw new JsonException("Send an array of events.");

        var beacons = new List<Beacon>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
            beacons.Add(Beacon.Read(ref json));
        return beacons;
    }
}
