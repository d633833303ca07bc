using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace Engagement.Fakes.Site;

/// <summary>
/// A feed and its WebSub hub. It verifies who subscribes by asking the callback to repeat a challenge, pushes signed, and forgets a
/// subscriber that answers 410. On 127.0.0.1 only.
/// </summary>
public sealed class FakeHub : IAsyncDisposable
{
    static readonly TimeSpan Longest = TimeSpan.FromDays(10);

    readonly ConcurrentDictionary<string, Subscription> subscriptions = [];
    readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(10) };
    readonly WebApplication app = LocalServer.Build();
    readonly TimeProvider time;

    FakeHub(TimeProvider time) => this.time = time;

    /// <summary>The feed, and what one subscribes to. Its answer names the hub in a Link header.</summary>
    public Uri Topic => new(app.Address(), "feed.xml");

    /// <summary>Where one subscribes.</summary>
    public Uri Hub => new(app.Address(), "hub");

    /// <summary>What the feed reads now; it has an ETag by its content.</summary>
    public string Feed { get; set; } = "<rss version=\"2.0\"><channel><title>News</title></channel></rss>";

    /// <summary>How often the feed was fetched.</summary>
    public int Fetches { get; private set; }

    /// <summary>Whether the hub refuses whoever subscribes, as the publisher may order.</summary>
    public bool Denies { get; set; }

    /// <summary>Whether what it pushes is signed with another secret than the subscriber's.</summary>
    public bool Forges { get; set; }

    /// <summary>Who has subscribed and repeated the challenge, and whose lease has not run out.</summary>
    public IReadOnlyList<Subscription> Subscriptions => [.. subscriptions.Values.Where(one => one.Until > time.GetUtcNow())];

    /// <summary>Starts one.</summary>
    public static async Task<FakeHub> Start(TimeProvider? time = null)
    {
        var hub = new FakeHub(time ?? TimeProvider.System);
        hub.app.MapGet("/feed.xml", hub.Serve);
        hub.app.MapPost("/hub", hub.Subscribe);
        await hub.app.StartAsync();
        return hub;
    }

    /// <summary>Changes the feed and pushes it to all subscribers. Returns what each answered.</summary>
    public async Task<IReadOnlyList<HttpStatusCode>> Publish(string feed)
    {
        Feed = feed;
        return await Task.WhenAll(Subscriptions.Select(Push));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        client.Dispose();
    }

    async Task Serve(HttpContext http)
    {
        Fetches++;
        var body = Encoding.UTF8.GetBytes(Feed);
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(body))[..16]}\"";
        http.Response.Headers.ETag = tag;
        http.Response.Headers.Link = $"<{Hub}>; rel=\"hub\", <{Topic}>; rel=\"self\"";
        if (http.Request.Headers.IfNoneMatch == tag)
        {
            http.Response.StatusCode = 304;
            return;
        }

        http.Response.ContentType = "application/rss+xml; charset=utf-8";
        await http.Response.Body.WriteAsync(body, http.RequestAborted);
    }

    /// <summary>Answers 202 at once and asks the callback afterwards, as the specification has it.</summary>
    async Task Subscribe(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var form = QueryHelpers.ParseQuery(await reader.ReadToEndAsync(http.RequestAborted)).ToDictionary(field => field.Key, field => field.Value.ToString());
        var mode = form.GetValueOrDefault("hub.mode", "");
        var secret = form.GetValueOrDefault("hub.secret", "");
        var isWellFormed = mode is "subscribe" or "unsubscribe" && form.GetValueOrDefault("hub.topic") == Topic.ToString()
            && Uri.TryCreate(form.GetValueOrDefault("hub.callback"), UriKind.Absolute, out _) && Encoding.UTF8.GetByteCount(secret) < 200;
        http.Response.StatusCode = isWellFormed ? 202 : 400;
        if (isWellFormed)
        {
            var asked = int.TryParse(form.GetValueOrDefault("hub.lease_seconds"), out var seconds) ? TimeSpan.FromSeconds(seconds) : Longest;
            http.Response.OnCompleted(() => Verify(mode, new Subscription(form["hub.callback"], secret, asked < Longest ? asked : Longest, time.GetUtcNow())));
        }
    }

    async Task Verify(string mode, Subscription asked)
    {
        var challenge = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var question = QueryHelpers.AddQueryString(asked.Callback, new Dictionary<string, string?>
        {
            ["hub.mode"] = Denies ? "denied" : mode,
            ["hub.topic"] = Topic.ToString(),
            ["hub.challenge"] = challenge,
            ["hub.lease_seconds"] = $"{asked.Lease.TotalSeconds:F0}",
        });
        try
        {
            using var answer = await client.GetAsync(question);
            if (Denies || !answer.IsSuccessStatusCode || await answer.Content.ReadAsStringAsync() != challenge)
                return;

            _ = mode == "subscribe" ? subscriptions[asked.Callback] = asked : subscriptions.TryRemove(asked.Callback, out var gone) ? gone : asked;
        }
        catch (Exception unreachable) when (unreachable is HttpRequestException or TaskCanceledException)
        {
            // A callback that cannot be reached has not confirmed anything.
        }
    }

    async Task<HttpStatusCode> Push(Subscription subscription)
    {
        var body = Encoding.UTF8.GetBytes(Feed);
        using var request = new HttpRequestMessage(HttpMethod.Post, subscription.Callback) { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/rss+xml");
        request.Headers.TryAddWithoutValidation("Link", $"<{Hub}>; rel=\"hub\", <{Topic}>; rel=\"self\"");
        if (subscription.Secret.Length > 0)
        {
            var key = Encoding.UTF8.GetBytes(Forges ? "another" : subscription.Secret);
            request.Headers.TryAddWithoutValidation("X-Hub-Signature", $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(key, body))}");
        }

        using var answer = await client.SendAsync(request);
        if (answer.StatusCode == HttpStatusCode.Gone)
        {
            subscriptions.TryRemove(subscription.Callback, out _);
        }

        return answer.StatusCode;
    }
}

/// <summary>A confirmed subscriber.</summary>
/// <param name="Callback">Where it is pushed to.</param>
/// <param name="Secret">What pushes are signed with; empty = unsigned.</param>
/// <param name="Lease">How long it was granted; at most ten days.</param>
/// <param name="Since">Since when.</param>
public sealed record Subscription(string Callback, string Secret, TimeSpan Lease, DateTimeOffset Since)
{
    internal DateTimeOffset Until => Since + Lease;
}
