using System.Text.Json;
using System.Text.Json.Nodes;
using Engagement.Platform.Http;
using Engagement.Platform.Telemetry;

namespace Engagement.Popularity.Webhooks;

/// <summary>Makes a delivery to everybody who subscribed to a type of event. Durable when it returns; sending follows.</summary>
sealed class CallWebhooks(WebhookStore store, SendWebhooks sender, Traces traces, TimeProvider time)
{
    /// <summary>Calls.</summary>
    /// <param name="type">What happened.</param>
    /// <param name="order">Within one order, deliveries arrive one after the other: an article's id, or <c>lists</c>.</param>
    /// <param name="data">What is to be known of it.</param>
    public async Task Call<T>(string type, string order, T data)
    {
        var now = time.GetUtcNow();
        var body = new JsonObject { ["type"] = type, ["timestamp"] = now.ToString("O"), ["data"] = JsonSerializer.SerializeToNode(data, Json.Options) };
        foreach (var subscription in (await store.All()).Where(subscription => subscription.Wants(type)))
        {
            var id = $"msg_{Guid.CreateVersion7(now):N}";
            await traces.Leave($"webhook:{id}");
            await store.Add(new(id, subscription.Id, order, type, body.ToJsonString(Json.Options), now, "waiting", []));
        }

        sender.Ring();
    }
}
