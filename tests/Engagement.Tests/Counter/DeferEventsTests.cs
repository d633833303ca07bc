using System.Net;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Engagement.Tests.Counter;

public sealed class DeferEventsTests
{
    [Fact]
    public async Task While_Redis_is_away_events_wait_on_the_durable_bus_and_count_when_it_is_back()
    {
        await using var rabbit = await RabbitServer.Start();
        await using var redis = new OwnRedis();
        await redis.Start();
        await using var site = await TestSite.Start(LedgerKind.Garnet, settings:
            [("Engagement:Store", redis.Connection), ("Engagement:Bus", rabbit.Uri), ("Engagement:Counter:VisitorWindow", "00:00:00")]);
        // The site serves before the bus is up, and a broker drops what nobody has a queue for yet.
        await Eventually.True(() => Task.FromResult(site.Services.GetRequiredService<IBusControl>().CheckHealth().Status == BusHealthStatus.Healthy), "the bus is up", 60);
        await site.Publish("treaty");
        await site.Reader.Beacon(Readers.Share("treaty", id: "before"));
        await site.Reader.GetAsync("/go/treaty/x", TestContext.Current.CancellationToken);

        await site.Publish("unseen");

        await redis.Kill();
        Assert.Equal(HttpStatusCode.NoContent, (await site.Reader.Beacon(Readers.Share("https://example.org/2026/unseen.html?utm_source=x"))).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await site.Reader.GetAsync("/go/unseen/bluesky", TestContext.Current.CancellationToken)).StatusCode);
        for (var n = 0; n < 20; n++)
            Assert.Equal(HttpStatusCode.NoContent, (await site.Reader.Beacon(Readers.Share("treaty", id: $"away-{n % 10}"))).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await site.Reader.GetAsync("/go/treaty/x", TestContext.Current.CancellationToken)).StatusCode);
        await redis.Start();

        await Eventually.True(async () => (await site.Reader.GetAsync("/api/counts?ids=treaty", TestContext.Current.CancellationToken)).IsSuccessStatusCode
            && await site.Shares("treaty") == 13, "all ten and the click count once", 60);
        await Eventually.True(async () => await site.Shares("unseen") == 2, "so do those of an article that nobody looked at before", 60);

        await redis.Kill();
        await rabbit.Kill();
        var refused = await site.Reader.Beacon(Readers.Share("treaty"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
    }

    [Fact]
    public async Task In_one_process_a_ledger_that_is_away_is_said_to_be_away()
    {
        await using var redis = new OwnRedis();
        await redis.Start();
        await using var site = await TestSite.Start(LedgerKind.Garnet, settings: [("Engagement:Store", redis.Connection)]);
        await site.Publish("treaty");
        await site.Reader.GetAsync("/go/treaty/x", TestContext.Current.CancellationToken);

        await redis.Kill();
        var beacon = await site.Reader.Beacon(Readers.Share("treaty"));
        var click = await site.Reader.GetAsync("/go/treaty/x", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, beacon.StatusCode);
        Assert.NotNull(beacon.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.SeeOther, click.StatusCode);
    }

    [Fact]
    public async Task After_a_start_the_latest_articles_can_be_shared_though_nobody_looked_at_them_before_the_ledger_went_away()
    {
        await using var redis = new OwnRedis();
        await redis.Start();
        await using var site = await TestSite.Start(LedgerKind.Garnet, settings: [("Engagement:Store", redis.Connection), ("Engagement:Services", "counter")]);
        await site.Publish("treaty");
        await site.Restart();
        // Early readers are looked after only when the latest articles are known.
        await site.Reader.Beacon(Readers.Share("https://example.org/2026/next.html"));
        await site.Publish("next");
        await Eventually.True(async () => await site.Shares("next") == 1, "the early share counts");

        await redis.Kill();

        Assert.Equal(HttpStatusCode.SeeOther, (await site.Reader.GetAsync("/go/treaty/x", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task A_ledger_that_hangs_is_said_before_events_pile_up_and_holds_up_no_share()
    {
        await using var redis = new OwnRedis();
        await redis.Start();
        await using var site = await TestSite.Start(LedgerKind.Garnet,
            settings: [("Engagement:Store", redis.Connection), ("Engagement:Counter:QueueLimit", "64"), ("Engagement:Counter:BatchLimit", "64"), ("Engagement:Counter:VisitorWindow", "00:00:00")]);
        await site.Publish("treaty");
        await site.Reader.Beacon(Readers.Share("treaty", id: "before"));

        await redis.Hang();
        var beacons = Enumerable.Range(0, 300).Select(n => site.Reader.Beacon(Readers.Share("treaty", id: $"event-{n}"))).ToList();
        var click = await site.Reader.GetAsync("/go/treaty/x", TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.SeeOther, click.StatusCode);

        var answers = await Task.WhenAll(beacons);
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode));
        Assert.All(answers, answer => Assert.NotNull(answer.Headers.RetryAfter));
        var texts = await Task.WhenAll(answers.Select(answer => answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
        // One batch is on its way and one queue full waits; whoever comes meanwhile hears it at once.
        Assert.InRange(texts.Count(text => text.Contains("urn:engagement:problem:busy", StringComparison.Ordinal)), 1, 299);

        await redis.GoOn();
        for (var n = 0; n < 300; n++)
            await Eventually.True(async () => (await site.Reader.Beacon(Readers.Share("treaty", id: $"event-{n}"))).StatusCode == HttpStatusCode.NoContent, "sent again they count", 60);
        Assert.InRange(await site.Shares("treaty"), 301, 302);
    }
}
