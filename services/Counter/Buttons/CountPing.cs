using Engagement.Counter.Counting;
using Engagement.Counter.Trust;
using Engagement.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Engagement.Counter.Buttons;

/// <summary>
/// <c>POST /go/{articleId}/{target}</c> counts a click that a browser without scripts reports by the link's <c>ping</c>, while the reader
/// is already on the way to the network. It leads nowhere; the widget takes the <c>ping</c> away before its own beacon.
/// </summary>
static class CountPing
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/go/{articleId}/{target}", Handle)
        .ExcludeFromDescription();

    static async Task<IResult> Handle(string articleId, string target, HttpContext http, ShareTargets targets, EventDesk desk,
        EventWriter writer, ClickRules clicks)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (http.Request.ContentType != "text/ping" || targets.Find(target) is not { } known)
        {
            return Problems.BadRequest("no-ping", "This is no ping of a link", "Follow the link with GET, or count with POST /e.");
        }

        var (one, _, fault) = await desk.Take(Beacon.OfClick(articleId, known, "page"), clicks.JudgeBeacon(http.Request));
        if (one is null)
        {
            return Problems.NotFound(fault!.Slug, fault.Title, fault.Detail);
        }

        return await writer.Write(one) switch
        {
            Outcome.Unknown or Outcome.Withdrawn => SheetMaker.Unknown(),
            Outcome.Busy => TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable),
            _ => TypedResults.NoContent(),
        };
    }
}
