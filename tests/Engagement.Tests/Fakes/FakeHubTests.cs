using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Engagement.Fakes;
using Engagement.Fakes.Site;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Engagement.Tests.Fakes;

public sealed class FakeHubTests
{
    const string News = "<rss version=\"2.0\"><channel><title>News</title><item><title>Treaty</title></item></channel></rss>";

    [Fact]
    public async Task Who_repeats_the_challenge_is_pushed_to_signed_with_its_secret()
    {
        await using var hub = await FakeHub.Start();
        await using var subscriber = await Subscriber.Start();

        Assert.Equal(HttpStatusCode.Accepted, await subscriber.SubscribeTo(hub));
        await Eventually.True(() => Task.FromResult(hub.Subscriptions.Count == 1), "the subscriber is verified");
        var answers = await hub.Publish(News);

        Assert.Equal([HttpStatusCode.NoContent], answers);
        var (body, signature) = Assert.Single(subscriber.Pushed);
        Assert.Equal(News, body);
        Assert.Equal($"sha256={Convert.ToHexStringLower(HMACSHA256.HashData("s3cret"u8, Encoding.UTF8.GetBytes(News)))}", signature);
    }

    [Fact]
    public async Task Who_does_not_repeat_it_is_denied_or_asks_for_another_feed_is_no_subscriber()
    {
        await using var hub = await FakeHub.Start();
        await using var deaf = await Subscriber.Start(repeats: false);
        await using var willing = await Subscriber.Start();

        await deaf.SubscribeTo(hub);
        Assert.Equal(HttpStatusCode.BadRequest, await willing.SubscribeTo(hub, topic: "https://example.org/other.xml"));
        hub.Denies = true;
        await willing.SubscribeTo(hub);

        await Eventually.True(() => Task.FromResult(deaf.Asked == 1 && willing.Asked == 1), "both were asked");
        Assert.Empty(hub.Subscriptions);
    }

    [Fact]
    public async Task A_lease_ends_and_a_subscriber_that_is_gone_is_forgotten()
    {
        var time = new FakeTimeProvider();
        await using var hub = await FakeHub.Start(time);
        await using var first = await Subscriber.Start();
        await first.SubscribeTo(hub);
        await Eventually.True(() => Task.FromResult(hub.Subscriptions.Count == 1), "the subscriber is verified");
        time.Advance(TimeSpan.FromDays(1));
        Assert.Empty(hub.Subscriptions);

        await first.SubscribeTo(hub);
        await Eventually.True(() => Task.FromResult(hub.Subscriptions.Count == 1), "the subscriber is verified again");
        first.IsGone = true;
        Assert.Equal([HttpStatusCode.Gone], await hub.Publish(News));
        Assert.Empty(await hub.Publish(News));
    }

    [Fact]
    public async Task The_feed_names_its_hub_and_is_not_sent_twice_unchanged()
    {
        await using var hub = await FakeHub.Start();
        using var client = new HttpClient();
        using var first = await client.GetAsync(hub.Topic, TestContext.Current.CancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, hub.Topic);
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        using var second = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Contains($"<{hub.Hub}>; rel=\"hub\"", first.Headers.GetValues("Link").Single(), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotModified, 2), (first.StatusCode, second.StatusCode, hub.Fetches));
    }

    /// <summary>A correct subscriber, unless it is deaf.</summary>
    sealed class Subscriber(WebApplication app) : IAsyncDisposable
    {
        public ConcurrentQueue<(string Body, string Signature)> Pushed { get; } = [];

        public int Asked { get; private set; }

        public bool IsGone { get; set; }

        public static async Task<Subscriber> Start(bool repeats = true)
        {
            var subscriber = new Subscriber(LocalServer.Build());
            subscriber.Map(repeats);
            await subscriber.App.StartAsync(TestContext.Current.CancellationToken);
            return subscriber;
        }

        WebApplication App => app;

        public async Task<HttpStatusCode> SubscribeTo(FakeHub hub, string? topic = null)
        {
            using var client = new HttpClient();
            using var answer = await client.PostAsync(hub.Hub, new FormUrlEncodedContent(
            [
                new("hub.mode", "subscribe"), new("hub.topic", topic ?? hub.Topic.ToString()), new("hub.callback", new Uri(app.Address(), "push").ToString()),
                new("hub.lease_seconds", "86400"), new("hub.secret", "s3cret"),
            ]), TestContext.Current.CancellationToken);
            return answer.StatusCode;
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();

        void Map(bool repeats)
        {
            app.MapGet("/push", (HttpContext http) =>
            {
                Asked++;
                return repeats ? http.Request.Query["hub.challenge"].ToString() : "what?";
            });
            app.MapPost("/push", async (HttpContext http) =>
            {
                using var reader = new StreamReader(http.Request.Body);
                Pushed.Enqueue((await reader.ReadToEndAsync(http.RequestAborted), http.Request.Headers["X-Hub-Signature"].ToString()));
                http.Response.StatusCode = IsGone ? 410 : 204;
            });
        }
    }
}
