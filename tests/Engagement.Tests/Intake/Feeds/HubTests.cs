using System.Net;
using Engagement.Fakes.Site;
using Engagement.Intake.Feeds;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Engagement.Tests.Intake.Feeds;

/// <summary>A hub as the standard describes it, which asks us back before it pushes anything.</summary>
public sealed class HubTests
{
    static readonly DateTimeOffset Start = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    [Theory, BothLedgers]
    public async Task The_hub_verifies_us_rings_for_news_and_is_asked_again_before_its_lease_ends(LedgerKind ledger)
    {
        var (time, heard) = (new FakeTimeProvider(Start), new Heard());
        await using var hub = await FakeHub.Start(time);
        hub.Feed = FeedSite.Rss(FeedSite.Item("/a", "A", "urn:a"));
        await using var site = await Subscribe(hub, ledger, time, heard);
        await Eventually.True(() => Task.FromResult(hub.Subscriptions.Count == 1), "the hub verified us");
        var first = hub.Subscriptions[0];
        var fetches = hub.Fetches;

        // The clock stands still: only the bell leads to the feed.
        Assert.Equal([HttpStatusCode.Accepted], await hub.Publish(FeedSite.Rss(FeedSite.Item("/b", "B", "urn:b"), FeedSite.Item("/a", "A", "urn:a"))));
        await Eventually.True(() => Task.FromResult(heard.Articles.Any(article => article is { Title: "B", Backfill: false })), "B is announced");
        Assert.Equal(fetches + 1, hub.Fetches);
        Assert.True(heard.Articles.First(article => article.Title == "A").Backfill);

        // Whoever forges a bell is answered as if all were well, and nobody looks.
        hub.Forges = true;
        Assert.Equal([HttpStatusCode.Accepted], await hub.Publish(FeedSite.Rss(FeedSite.Item("/c", "C", "urn:c"))));
        hub.Forges = false;
        Assert.Equal(fetches + 1, hub.Fetches);

        time.Advance(TimeSpan.FromDays(8) + TimeSpan.FromHours(1));
        await Eventually.True(() =>
        {
            // The look before may have ended after the leap, and set the next by the new clock.
            time.Advance(TimeSpan.FromMinutes(1));
            site.Services.GetRequiredService<PollFeeds>().Ring();
            return Task.FromResult(hub.Subscriptions is [var renewed] && renewed.Since > first.Since);
        }, "the lease is renewed two days before it ends");
    }

    [Fact]
    public async Task Where_the_hub_denies_us_the_feed_goes_on_being_polled()
    {
        var (time, heard) = (new FakeTimeProvider(Start), new Heard());
        await using var hub = await FakeHub.Start(time);
        hub.Denies = true;
        hub.Feed = FeedSite.Rss(FeedSite.Item("/a", "A", "urn:a"));
        await using var site = await Subscribe(hub, LedgerKind.Redis, time, heard);
        await Eventually.True(() => Task.FromResult(heard.Articles.Any(article => article.Title == "A")), "A is known");
        Assert.Empty(hub.Subscriptions);

        hub.Feed = FeedSite.Rss(FeedSite.Item("/b", "B", "urn:b"));
        await Eventually.True(() =>
        {
            time.Advance(TimeSpan.FromMinutes(1));
            site.Services.GetRequiredService<PollFeeds>().Ring();
            return Task.FromResult(heard.Articles.Any(article => article.Title == "B"));
        }, "B is found by polling");
        Assert.InRange(time.GetUtcNow() - Start, TimeSpan.Zero, TimeSpan.FromMinutes(30));
    }

    static Task<TestSite> Subscribe(FakeHub hub, LedgerKind ledger, TimeProvider time, Heard heard)
    {
        var address = $"http://127.0.0.1:{RedisServer.FreePort()}";
        return TestSite.StartWith(heard.ListenIn, ledger, time, ("urls", address), ("Engagement:Site:PublicUrl", address),
            ("Engagement:Feeds:0:Url", hub.Topic.ToString()), ("Engagement:Fetch:AllowedNetworks:0", "127.0.0.0/8"));
    }
}
