using Engagement.Contracts;
using Engagement.Counter.Articles;
using Engagement.Counter.Buttons;
using Engagement.Counter.Trust;
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
sealed class CountClick(ArticleStore articles, ShareTargets targets, EventDesk desk, EventWriter writer, ClickRules clicks, Bursts bursts, MailLinks mails, TimeProvider time)
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public static void Map(IEndpointRouteBuilder routes)
    {
        var use = (CountClick)routes.ServiceProvider.GetService(typeof(CountClick))!;
        routes.MapMethods("/go/{article}/{target}", ["GET", "HEAD"], routes.WithProblems(use.Handle))
            .WithSummary("Count a share and lead to the target's page").Documented(use.Handle, StatusCodes.Status303SeeOther, null, "c", "s").ShortCircuit();
    }

    async Task Handle(HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        http.Response.Headers["X-Robots-Tag"] = "noindex, nofollow";
        var id = (string)http.Request.RouteValues["article"]!;
        var target = targets.Find((string)http.Request.RouteValues["target"]!);
        var article = target is null || id.Length > 128 ? null : await articles.Find(id);
        if (article is null || Page(target!, article) is not { } page)
        {
            await Problems.NotFound("no-such-share", "There is no such share link",
                "The path is /go/ followed by the id of an announced article and the id of a share target that has a page.").ExecuteAsync(http);
            return;
        }

        await Count(http, article.Id, target!);
        if (ClickRules.IsSpeculation(http.Request.Headers))
        {
            // The reader may never click: the real click comes as a request of its own.
            http.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = page;
    }

    /// <summary>Where it leads: to the network, or to our page that asks for the reader's server first.</summary>
    static string? Page(ShareTarget target, Article article) => target.Kind == TargetKind.Picker
        ? $"/buttons/{article.Id}/{target.Id}"
        : ShareTargets.ShareUrl(target, article);

    /// <summary>What counts as coming from a mail must have been in one, and not too long ago.</summary>
    Verdict Judge(HttpRequest request, string channel, string article, string target)
    {
        var verdict = clicks.JudgeClick(request);
        return verdict.Reason is null && channel == "mail" && !mails.IsGenuine(request.Query["s"], article, target)
            ? verdict with { Reason = "unsigned" }
            : verdict;
    }

    Task<Outcome> Write(ReaderEvent one, CancellationToken cancellation) => writer.Write(one).AsTask().WaitAsync(Patience, time, cancellation);

    async Task Count(HttpContext http, string article, ShareTarget target)
    {
        try
        {
            var channel = http.Request.Query["c"].ToString() is { Length: > 0 } named && EventRules.Channels.Contains(named) ? named : "page";
            var verdict = Judge(http.Request, channel, article, target.Id);
            var visitor = $"{http.Connection.RemoteIpAddress} {verdict.Who}";
            if (verdict.Reason is null && bursts.Goes(visitor, $"{article}/{target.Id}"))
                verdict = verdict with { Reason = "burst" };
            var (one, _, _) = await desk.Take(Beacon.OfClick(article, target, channel), verdict);
            if (await Write(one!, http.RequestAborted) == Outcome.Counted && one!.Deed == Deed.Count)
                bursts.Counted(visitor, one);
            foreach (var counted in bursts.ToTakeBack(visitor).SelectMany(earlier => earlier.TurnedRaw("burst")))
                await Write(counted, http.RequestAborted);
        }
        catch (Exception away) when (away is RedisException or TimeoutException)
        {
            // The reader shares all the same. The event still waits in the queue where only patience ended.
        }
    }
}
