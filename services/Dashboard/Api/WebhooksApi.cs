namespace Engagement.Dashboard.Api;

/// <summary>Somebody who is called when something happens.</summary>
public sealed record ListedWebhook
{
    public required string Id { get; init; }
    public required string Url { get; init; }
    public IReadOnlyList<string> Events { get; init; } = [];
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>active or paused.</summary>
    public string State { get; init; } = "active";

    public string? PausedBecause { get; init; }

    /// <summary>With which calls are signed; only in the answer to its making.</summary>
    public string? Secret { get; init; }
}

/// <summary>One call to a subscription, with all its attempts.</summary>
public sealed record WebhookDelivery
{
    public required string Id { get; init; }
    public required string Type { get; init; }
    public string Body { get; init; } = "";
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>delivered or waiting.</summary>
    public string State { get; init; } = "waiting";

    public IReadOnlyList<WebhookAttempt> Attempts { get; init; } = [];
}

/// <summary>One attempt: what the receiver answered, or why there was no answer.</summary>
public sealed record WebhookAttempt(DateTimeOffset At, int? Status, string? Problem);

/// <summary>The subscriptions, as Popularity keeps them; for administrators.</summary>
sealed class WebhooksApi(ApiClient api)
{
    /// <summary>What can be subscribed to.</summary>
    public static readonly IReadOnlyList<string> Events = ["popularity.changed", "article.taking-off"];

    public sealed record Listed(IReadOnlyList<ListedWebhook> Items);

    public sealed record Deliveries(IReadOnlyList<WebhookDelivery> Items);

    public Task<Answer<Listed>> List() => api.Get<Listed>("popularity", "/api/webhooks");

    public Task<Answer<Deliveries>> Log(string id, int limit) => api.Get<Deliveries>("popularity", $"/api/webhooks/{Uri.EscapeDataString(id)}/deliveries?limit={limit}");

    public Task<Answer<ListedWebhook>> Create(string url, IReadOnlyList<string> events) => api.Post<ListedWebhook>("popularity", "/api/webhooks", new { url, events });

    public Task<Answer<Nothing>> Delete(string id) => api.Delete<Nothing>("popularity", $"/api/webhooks/{Uri.EscapeDataString(id)}");

    /// <summary>Goes on after a pause, and sends again what was delivered since a time.</summary>
    public Task<Answer<Nothing>> Replay(string id, DateTimeOffset? since) => api.Post<Nothing>("popularity", $"/api/webhooks/{Uri.EscapeDataString(id)}/replay", new { since });
}
