using System.Net;
using System.Security.Cryptography;
using System.Text;
using Engagement.Intake.Feeds;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static Engagement.Tests.Intake.Feeds.FeedSite;

namespace Engagement.Tests.Intake.Feeds;

public sealed class WebSubTests
{
    static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, BothLedgers]
    public async Task A_hub_is_subscribed_and_when_it_rings_the_feed_is_looked_at_at_once(LedgerKind ledger)
    {
        var asked = new List<Dictionary<string, string>>();
        var items = new[] { Item("/a", "A", "urn:a") };
        await using var feed = await FeedSite.Start(ledger, async http =>
        {
            if (http.Request.Path == "/hub")
            {
                asked.Add((await http.Request.ReadFormAsync()).ToDictionary(field => field.Key, field => field.Value.ToString()));
                http.Response.StatusCode = 202;
                return;
            }

            await http.Response.WriteAsync(Rss(items).Replace("<title>News</title>",
                "<title>News</title><link xmlns=\"http://www.w3.org/2005/Atom\" rel=\"hub\" href=\"/hub\"/><link xmlns=\"http://www.w3.org/2005/Atom\" rel=\"self\" href=\"https://example.org/feed.xml\"/>",
                StringComparison.Ordinal));
        }, ("Engagement:Site:PublicUrl", "https://engagement.example.org"));

        var request = Assert.Single(asked);
        Assert.Equal(("subscribe", "https://example.org/feed.xml"), (request["hub.mode"], request["hub.topic"]));
        Assert.StartsWith("https://engagement.example.org/websub/", request["hub.callback"], StringComparison.Ordinal);
        var callback = new Uri(request["hub.callback"]).AbsolutePath;

        Assert.Equal("c0ffee", await Verify(callback, "subscribe", request["hub.topic"]));
        Assert.Null(await Verify(callback, "subscribe", "https://example.org/other.xml"));
        Assert.Null(await Verify(callback[..^1] + "x", "subscribe", request["hub.topic"]));
        Assert.Null(await Verify(callback, "unsubscribe", request["hub.topic"]));
        Assert.True(await feed.Site.Services.GetRequiredService<WebSub>().IsActive($"{feed.Address}/feed.xml"));

        await feed.LookAgain();
        Assert.Single(asked);
        Assert.Equal(20, ((await feed.Health()).GetProperty("nextAt").GetDateTimeOffset() - feed.Time.GetUtcNow()).TotalMinutes, 3.0);

        items = [Item("/b", "B", "urn:b"), Item("/a", "A", "urn:a")];
        Assert.Equal(HttpStatusCode.Accepted, await Ring(callback, "wrong secret"));
        Assert.Single(await feed.Site.Listed());
        Assert.Equal(HttpStatusCode.Accepted, await Ring(callback, request["hub.secret"]));
        await Eventually.True(async () => (await feed.Site.Listed()).Count == 2, "the feed was looked at");

        async Task<string?> Verify(string path, string mode, string topic)
        {
            using var answer = await feed.Site.Reader.GetAsync($"{path}?hub.mode={mode}&hub.topic={Uri.EscapeDataString(topic)}&hub.challenge=c0ffee&hub.lease_seconds=864000", Cancelled);
            return answer.IsSuccessStatusCode ? await answer.Content.ReadAsStringAsync(Cancelled) : null;
        }

        async Task<HttpStatusCode> Ring(string path, string secret)
        {
            const string body = "<rss/>";
            using var delivery = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body) };
            delivery.Headers.Add("X-Hub-Signature", "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(body))));
            using var answer = await feed.Site.Reader.SendAsync(delivery, Cancelled);
            return answer.StatusCode;
        }
    }
}
