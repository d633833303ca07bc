using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using System.Text;
using Engagement.Platform;
using Engagement.Platform.Fetch;
using Engagement.Platform.Telemetry;
using Microsoft.Extensions.Logging;

namespace Engagement.Popularity.Webhooks;

/// <summary>
/// Sends what is due: within an order one after the other, again and again over three days where the receiver fails. A receiver that failed for that long, or
/// answered 410, is paused: its deliveries wait and an administrator sees why.
/// </summary>
sealed class SendWebhooks(WebhookStore store, IHttpClientFactory clients, Metrics metrics, Traces traces, TimeProvider time, ILogger<SendWebhooks> log)
    : Sweep(TimeSpan.FromSeconds(5), time, log)
{
    readonly Counter<long> attempts = metrics.Counter("engagement.webhook.attempts", "{attempt}", "Attempts to deliver a webhook by what became of them", "outcome", "delivered", "refused", "unreachable");

    const int Together = 16;
    static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    /// <summary>How long after each failed attempt the next is made: 3 days and 5 hours in all, as the scheme recommends.</summary>
    public static readonly IReadOnlyList<TimeSpan> BackOff =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2),
        TimeSpan.FromHours(5), TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(25),
    ];

    /// <inheritdoc/>
    protected override async Task<bool> Look(CancellationToken cancellation)
    {
        var due = await store.Due.Take(Time.GetUtcNow(), Lease, Together);
        await Task.WhenAll(due.Select(member => Send(member, cancellation)));
        return due.Count == Together;
    }

    async Task Send(string member, CancellationToken cancellation)
    {
        var parts = member.Split(' ', 2);
        if (await store.Find(parts[0]) is not { PausedBecause: null } subscription || await store.First(parts[0], parts[1]) is not { } delivery)
        {
            await store.Due.Done(member);
            return;
        }

        using var step = traces.Begin("deliver webhook", await traces.Cause($"webhook:{delivery.Id}"));
        var attempt = await Try(subscription, delivery, cancellation);
        attempts.Add(1, new KeyValuePair<string, object?>("outcome", attempt.Problem is null ? "delivered" : attempt.Status is null ? "unreachable" : "refused"));
        delivery = delivery with { Attempts = [.. delivery.Attempts, attempt], State = attempt.Problem is null ? "delivered" : "waiting" };
        await store.Save(delivery);
        if (attempt.Problem is null)
        {
            await store.Ended(delivery);
            await store.Due.Put(member, Time.GetUtcNow());
            Ring();
        }
        else if (attempt.Status == (int)HttpStatusCode.Gone || delivery.Attempts.Count > BackOff.Count)
        {
            await store.Save(subscription with { PausedBecause = $"{attempt.Problem} (attempt {delivery.Attempts.Count}, {attempt.At:u}); replay to go on." });
            await store.Due.Done(member);
        }
        else
        {
            await store.Due.Put(member, Time.GetUtcNow() + BackOff[delivery.Attempts.Count - 1]);
        }
    }

    async Task<Attempt> Try(Subscription subscription, Delivery delivery, CancellationToken cancellation)
    {
        var now = Time.GetUtcNow();
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, subscription.Url) { Content = new StringContent(delivery.Body, Encoding.UTF8, "application/json") };
            request.Headers.Add("webhook-id", delivery.Id);
            request.Headers.Add("webhook-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
            request.Headers.Add("webhook-signature", StandardWebhooks.Sign(subscription.Secret, delivery.Id, now, delivery.Body));
            using var client = clients.CreateClient(OutsideWorld.Client);
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            return new(now, (int)answer.StatusCode, answer.IsSuccessStatusCode ? null : $"The receiver answered {(int)answer.StatusCode}");
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            return new(now, null, failure is OperationCanceledException ? "The receiver did not answer within 15 seconds" : "The receiver cannot be reached, or its address is not a public one");
        }
    }
}
