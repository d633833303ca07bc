using Engagement.Counter.Articles;
using Engagement.Counter.Buttons;
using Engagement.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using StackExchange.Redis;

namespace Engagement.Counter.Counting;

/// <summary>
/// <c>GET /go/{article}/{target}?c=mail</c> counts a click where no script can (mail, RSS, script off), then leads on to the target's
/// share page. It takes ids only and builds the address itself, so it leads nowhere else. A share never waits for the count for long
/// and never fails because of it.
/// </summary>
sealed class CountClick(ArticleStore articles, ShareTargets targets, EventDesk desk, EventWriter writer, TimeProvider time)
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public static void Map(IEndpointRouteBuilder routes)
    {
        var use = (CountClick)routes.ServiceProvider.GetService(typeof(CountClick))!;
        routes.MapMethods("/go/{article}/{target}", ["GET", "HEAD"], use.Handle)
            .WithSummary("Count a share and lead to the target's page").ShortCircuit();
    }

    async Task Handle(HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        http.Response.Headers["X-Robots-Tag"] = "noindex, nofollow";
        var id = (string)http.Request.RouteValues["article"]!;
        var target = targets.Find((string)http.Request.RouteValues["target"]!);
        var article = target is null || id.Length > 128 ? null : await articles.Find(id);
        if (article is null || ShareTargets.ShareUrl(target!, article) is not { } page)
        {
            await Problems.NotFound("no-such-share", "There is no such share link",
                "The path is /go/ followed by the id of an announced article and the id of a share target that has a page.").ExecuteAsync(http);
            return;
        }

        await Count(http, article.Id, target!);
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = page;
    }

    async Task Count(HttpContext http, string article, ShareTarget target)
    {
        if (!HttpMethods.IsGet(http.Request.Method))
            return;

        try
        {
            var channel = http.Request.Query["c"].ToString() is { Length: > 0 } named && EventRules.Channels.Contains(named) ? named : "page";
            var (one, _) = await desk.Take(Beacon.OfClick(article, target, channel), reason: null);
            await writer.Write(one!).WaitAsync(Patience, time, http.RequestAborted);
        }
        catch (Exception away) when (away is RedisException or TimeoutException)
        {
            // The reader shares all the same. The event still waits in the queue where only patience ended.
        }
    }
}
