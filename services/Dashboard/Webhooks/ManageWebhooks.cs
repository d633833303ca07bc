using Engagement.Dashboard.Api;
using Engagement.Dashboard.Audit;
using Engagement.Dashboard.Layout;
using Engagement.Dashboard.Numbers;
using Engagement.Dashboard.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;

namespace Engagement.Dashboard.Webhooks;

/// <summary>Subscribes, unsubscribes and replays, as the API allows it: only an administrator's key opens it.</summary>
sealed class ManageWebhooks(WebhooksApi webhooks, AuditLog audit, Clock clock, Speech speech, IHttpContextAccessor accessor)
{
    public const string Page = "/site/webhooks";
    public const string Secret = "webhook-secret";

    HttpContext Http => accessor.HttpContext!;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(Page, ([FromForm] string? url, [FromForm] StringValues events, ManageWebhooks manage) => manage.Create(url?.Trim() ?? "", events));
        routes.MapPost(Page + "/{id}/delete", (string id, ManageWebhooks manage) => manage.Delete(id)).AskedByName();
        routes.MapPost(Page + "/{id}/replay", (string id, [FromForm] string? since, ManageWebhooks manage) => manage.Replay(id, since));
    }

    async Task<RedirectHttpResult> Create(string url, StringValues events)
    {
        var answer = await webhooks.Create(url, [.. events.OfType<string>().Where(WebhooksApi.Events.Contains)]);
        if (answer.Value is not { } made)
        {
            return Go.Back(Page, Notice.Of(answer.Problem, ""), Http);
        }

        await audit.Say("made a webhook", made.Url);
        OneTimeSecret.Send(Http, Secret, Page, made.Secret ?? "");
        return Go.Back($"{Page}/{made.Id}");
    }

    async Task<RedirectHttpResult> Delete(string id)
    {
        var answer = await webhooks.Delete(id);
        if (answer.Problem is null)
        {
            await audit.Say("deleted a webhook", id);
        }

        return Go.Back(Page, Notice.Of(answer.Problem, speech["Done: it is called no more"]), Http);
    }

    async Task<RedirectHttpResult> Replay(string id, string? since)
    {
        var answer = await webhooks.Replay(id, clock.Instant(since));
        if (answer.Problem is null)
        {
            await audit.Say("replayed a webhook", id);
        }

        return Go.Back($"{Page}/{Uri.EscapeDataString(id)}", Notice.Of(answer.Problem, speech["What waits is sent now"]), Http);
    }
}
