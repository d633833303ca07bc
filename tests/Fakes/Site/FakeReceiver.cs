using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Engagement.Fakes.Site;

/// <summary>
/// A site's end of a webhook. It checks each delivery by the Standard Webhooks scheme with a reckoning of its own, keeps what came,
/// and misbehaves on demand. On 127.0.0.1 only.
/// </summary>
public sealed class FakeReceiver : IAsyncDisposable
{
    static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    readonly ConcurrentQueue<Func<HttpContext, Task>> next = [];
    readonly ConcurrentQueue<Delivery> deliveries = [];
    readonly WebApplication app = LocalServer.Build();
    readonly TimeProvider time;
    Func<HttpContext, Task>? standing;

    FakeReceiver(TimeProvider time) => this.time = time;

    /// <summary>Where to deliver.</summary>
    public Uri Address => new(app.Address(), "hook");

    /// <summary>The secret shared with the sender, as <c>whsec_…</c>; null checks nothing.</summary>
    public string? Secret { get; set; }

    /// <summary>What came, in order, refused or not.</summary>
    public IReadOnlyList<Delivery> Deliveries => [.. deliveries];

    /// <summary>Starts one.</summary>
    public static async Task<FakeReceiver> Start(string? secret = null, TimeProvider? time = null)
    {
        var receiver = new FakeReceiver(time ?? TimeProvider.System) { Secret = secret };
        receiver.app.MapPost("/hook", receiver.Take);
        await receiver.app.StartAsync();
        return receiver;
    }

    /// <summary>Makes the next delivery meet trouble; several are used up in order.</summary>
    public void Next(Func<HttpContext, Task> trouble) => next.Enqueue(trouble);

    /// <summary>Makes every delivery meet trouble; null heals.</summary>
    public void Until(Func<HttpContext, Task>? trouble) => standing = trouble;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => app.DisposeAsync();

    async Task Take(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync(http.RequestAborted);
        var delivery = new Delivery(http.Request.Headers["webhook-id"].ToString(), body, time.GetUtcNow(), Problem(http.Request, body));
        deliveries.Enqueue(delivery);
        http.Response.StatusCode = delivery.Problem is null ? 204 : 401;
        if (next.TryDequeue(out var trouble) || (trouble = standing) is not null)
        {
            await trouble(http);
        }
    }

    string? Problem(HttpRequest request, string body)
    {
        if (Secret is null)
            return null;

        string id = request.Headers["webhook-id"].ToString(), timestamp = request.Headers["webhook-timestamp"].ToString();
        if (id.Length == 0)
            return "webhook-id is missing";
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || (time.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(seconds)).Duration() > Tolerance)
        {
            return "webhook-timestamp is more than five minutes off";
        }

        var key = Convert.FromBase64String(Secret.Replace("whsec_", "", StringComparison.Ordinal));
        var expected = "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{id}.{timestamp}.{body}")));
        return request.Headers["webhook-signature"].ToString().Split(' ').Contains(expected) ? null : "webhook-signature does not fit";
    }
}

/// <summary>A delivery as it came.</summary>
/// <param name="Id">Its <c>webhook-id</c>: the same for every attempt at one message.</param>
/// <param name="Body">The body.</param>
/// <param name="At">When.</param>
/// <param name="Problem">Why a careful receiver refuses it; null where it is genuine.</param>
public sealed record Delivery(string Id, string Body, DateTimeOffset At, string? Problem);
