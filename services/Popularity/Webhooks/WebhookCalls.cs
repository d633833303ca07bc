using Engagement.Platform.Http;
using Engagement.Platform.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Engagement.Popularity.Webhooks;

/// <summary>Subscriptions, their log and replay, for an administrator.</summary>
static class WebhookCalls
{
    /// <summary>What is sent to subscribe.</summary>
    /// <param name="Url">Where to call: absolute, http or https, public. At most 2,048 characters.</param>
    /// <param name="Events">popularity.changed, article.taking-off. Default all.</param>
    /// <param name="Secret">Your own, <c>whsec_</c> and 24 to 64 bytes in base64. Default: one is made.</param>
    sealed record NewWebhook(string Url, IReadOnlyList<string>? Events, string? Secret);

    sealed record Shown(string Id, string Url, IReadOnlyList<string> Events, DateTimeOffset CreatedAt, string State, string? PausedBecause, string? Secret);

    sealed record Webhooks(IReadOnlyList<Shown> Items);

    sealed record Deliveries(IReadOnlyList<Delivery> Items);

    /// <summary>What is sent to replay.</summary>
    /// <param name="Since">Everything that was made since then is sent again. Default: only what waits is sent.</param>
    sealed record Replay(DateTimeOffset? Since);

    sealed record Replayed(int Deliveries);

    public static void Map(IEndpointRouteBuilder routes)
    {
        var webhooks = routes.MapGroup("/api/webhooks").RequireScope("admin");
        webhooks.MapGet("", async (WebhookStore store) => TypedResults.Ok(new Webhooks([.. (await store.All()).Select(subscription => Show(subscription))])))
            .WithSummary("The subscriptions, and which are paused and why");
        webhooks.MapPost("", Create).WithSummary("Subscribe; the answer shows the secret, this once");
        webhooks.MapDelete("/{id}", Delete).WithSummary("Unsubscribe");
        webhooks.MapGet("/{id}/deliveries", Log).WithSummary("What was sent, newest first, with every attempt");
        webhooks.MapPost("/{id}/replay", Again).WithSummary("Go on after a pause, and send again what was made since a time");
    }

    static async Task<Results<Created<Shown>, ProblemHttpResult>> Create(NewWebhook wanted, WebhookStore store, TimeProvider time)
    {
        if (wanted.Url.Length > 2_048 || !Uri.TryCreate(wanted.Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.UserInfo.Length > 0)
        {
            return Problems.BadRequest("wrong-url", "The address cannot be called", "url must be absolute, http or https, without a user name, and at most 2,048 characters long.");
        }

        if (wanted.Events?.FirstOrDefault(type => !Subscription.Types.Contains(type)) is { } unknown)
        {
            return Problems.BadRequest("wrong-event", "There is no such event", $"events may hold {string.Join(", ", Subscription.Types)}; one is \"{unknown}\".");
        }

        if (wanted.Secret is { } own && !StandardWebhooks.IsSecret(own))
        {
            return Problems.BadRequest("wrong-secret", "The secret cannot be used", "secret must be whsec_ followed by 24 to 64 bytes in base64; leave it out to have one made.");
        }

        if ((await store.All()).Count >= WebhookStore.Most)
        {
            return Problems.Conflict("too-many-webhooks", "There are too many subscriptions", $"At most {WebhookStore.Most} are kept; delete one.");
        }

        var subscription = Subscription.New(url.AbsoluteUri, wanted.Secret, wanted.Events ?? [], time.GetUtcNow());
        await store.Save(subscription);
        return TypedResults.Created($"/api/webhooks/{subscription.Id}", Show(subscription, subscription.Secret));
    }

    static async Task<Results<NoContent, ProblemHttpResult>> Delete(string id, WebhookStore store)
    {
        if (await store.Find(id) is null)
        {
            return Unknown(id);
        }

        await store.Remove(id);
        return TypedResults.NoContent();
    }

    static async Task<Results<Ok<Deliveries>, ProblemHttpResult>> Log(string id, WebhookStore store, int limit = 50) =>
        await store.Find(id) is null ? Unknown(id) : TypedResults.Ok(new Deliveries(await store.Logged(id, Math.Clamp(limit, 1, 1_000))));

    static async Task<Results<Accepted<Replayed>, ProblemHttpResult>> Again(string id, Replay? replay, WebhookStore store, SendWebhooks sender)
    {
        if (await store.Find(id) is not { } subscription)
        {
            return Unknown(id);
        }

        await store.Save(subscription with { PausedBecause = null });
        var again = replay?.Since is { } since
            ? (await store.Logged(id, 1_000)).Where(delivery => delivery.CreatedAt >= since && delivery.State == "delivered").Reverse().ToList()
            : [];
        foreach (var delivery in again)
        {
            // The same id, so that a receiver who had it sees that it is not new.
            await store.Add(delivery with { State = "waiting" });
        }

        await store.Resume(id);
        sender.Ring();
        return TypedResults.Accepted((string?)null, new Replayed(again.Count));
    }

    static ProblemHttpResult Unknown(string id) => Problems.NotFound("unknown-webhook", "There is no such subscription", $"No subscription has the id {id}; GET /api/webhooks lists them.");

    static Shown Show(Subscription subscription, string? secret = null) => new(subscription.Id, subscription.Url, subscription.Events, subscription.CreatedAt,
        subscription.PausedBecause is null ? "active" : "paused", subscription.PausedBecause, secret);
}
