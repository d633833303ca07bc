using System.Net;
using System.Text;
using Engagement.Contracts;
using Microsoft.Extensions.Time.Testing;
using StackExchange.Redis;
using Xunit;

namespace Engagement.Tests.Counter;

public sealed class EarlyReadersTests
{
    /// <summary>Without Intake, which would look at the pages on the web.</summary>
    static readonly (string, string) CounterOnly = ("Engagement:Services", "counter");

    [Theory, BothLedgers]
    public async Task Clicks_on_a_page_that_nobody_announced_count_once_its_article_is_known(LedgerKind ledger)
    {
        await using var site = await TestSite.Start(ledger, settings: CounterOnly);
        const string page = "https://example.org/2026/early.html?utm_source=mail";
        var share = Readers.Share(page);

        Assert.Equal(HttpStatusCode.Accepted, (await site.Reader.Beacon(share)).StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, (await site.Reader.Beacon(share)).StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, (await site.Reader.Beacon(new { id = "b", article = page, kind = "bookmark", device = "device-a" })).StatusCode);
        await site.Publish("early");

        await Eventually.True(async () => await site.Shares("early") == 1, "the early share counts");
        Assert.Equal(1, (await site.Counts("early")).GetProperty("bookmarks").GetInt64());
        await site.Reader.Beacon(share);
        Assert.Equal(1, await site.Shares("early"));
    }

    [Fact]
    public async Task Who_waits_longer_than_a_day_is_let_go()
    {
        var time = new FakeTimeProvider(DateTimeOffset.Parse("2026-11-23T10:00:00Z"));
        await using var site = await TestSite.Start(time: time, settings: CounterOnly);
        await site.Reader.Beacon(Readers.Share("https://example.org/2026/never.html"));

        time.Advance(TimeSpan.FromHours(25));

        await Eventually.True(async () =>
        {
            time.Advance(TimeSpan.FromSeconds(10));
            return !await Db(site).KeyExistsAsync("ctr:{c0}:parked") && !await Db(site).KeyExistsAsync("ctr:{c0}:parked:events");
        }, "nothing waits");
    }

    [Fact]
    public async Task A_million_random_addresses_make_no_key()
    {
        await using var site = await TestSite.Start(LedgerKind.Redis, settings: CounterOnly);
        await site.Publish("treaty");
        await site.Reader.Beacon(Readers.Share("https://example.org/first"));
        async Task<long> KeyCount() => await ((IConnectionMultiplexer)site.Services.GetService(typeof(IConnectionMultiplexer))!).GetServers()[0]
            .DatabaseSizeAsync(Db(site).Database);
        var before = await KeyCount();

        await Parallel.ForEachAsync(Enumerable.Range(0, 1_000), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (call, cancellation) =>
        {
            var random = new Random(call);
            var body = new StringBuilder("[");
            for (var n = 0; n < 1_000; n++)
            {
                body.Append(n == 0 ? "" : ",").Append("{\"id\":\"").Append(call).Append('-').Append(n).Append("\",\"kind\":\"view\",\"article\":\"")
                    .Append(n % 3 == 0 ? "id-" : "https://example.org/").Append(random.NextInt64()).Append("\"}");
            }

            using var content = new StringContent(body.Append(']').ToString(), Encoding.UTF8, "application/json");
            Assert.Equal(HttpStatusCode.OK, (await site.Admin.PostAsync("/api/events", content, cancellation)).StatusCode);
        });

        // Its own upkeep may have made a key or two meanwhile; a million addresses made none.
        Assert.InRange(await KeyCount(), 1, before + 5);
        Assert.InRange(await Db(site).SortedSetLengthAsync("ctr:{c0}:parked"), 1, 5_000);
        Assert.Equal(HttpStatusCode.NotFound, (await site.Reader.Beacon(Readers.Share("https://example.org/one-more"))).StatusCode);
    }

    [Theory]
    [InlineData("http://example.org/2026/treaty.html")]
    [InlineData("https://EXAMPLE.org/2026/treaty.html")]
    [InlineData("https://example.org:443/2026/treaty.html")]
    [InlineData("https://example.org/2026/treaty.html#comments")]
    [InlineData("https://example.org/2026/treaty.html?utm_source=x&utm_medium=social")]
    [InlineData("https://example.org/2026/treaty.html?fbclid=abc")]
    [InlineData("https://example.org/2026/treaty.html?gclid=abc&mc_cid=1")]
    [InlineData("https://example.org/2026//treaty.html")]
    [InlineData("https://example.org/2026/treaty.html/amp")]
    [InlineData("https://example-org.cdn.ampproject.org/c/s/example.org/2026/treaty.html")]
    [InlineData("https://example.org/old-slug/?utm_campaign=news")]
    [InlineData("https://example.org/2026/./treaty.html")]
    [InlineData("https://example.org/old-slug")]
    public async Task Variants_of_an_articles_address_reach_its_counter(string variant)
    {
        await using var site = await TestSite.Start();
        await site.Publish("treaty", "https://example.org/old-slug");

        Assert.Equal(HttpStatusCode.NoContent, (await site.Reader.Beacon(Readers.Share(variant))).StatusCode);

        Assert.Equal(1, await site.Shares("treaty"));
    }

    [Theory, BothLedgers]
    public async Task What_the_site_took_back_counts_no_more(LedgerKind ledger)
    {
        await using var site = await TestSite.Start(ledger);
        await site.Publish("treaty");
        await site.Reader.Beacon(Readers.Share("treaty"));

        await site.Say(new ArticleWithdrawn("treaty", 2, DateTimeOffset.UnixEpoch));
        await Eventually.True(async () => (await site.Reader.Beacon(Readers.Share("treaty"))).StatusCode == HttpStatusCode.NotFound, "it is refused");
        await site.Say(new ArticlePublished(new Article { Id = "treaty", Revision = 1, Url = "https://example.org/2026/treaty.html", Title = "T" }, DateTimeOffset.UnixEpoch));

        Assert.Equal(HttpStatusCode.NotFound, (await site.Reader.Beacon(Readers.Share("treaty"))).StatusCode);
    }

    static IDatabase Db(TestSite site) => ((Engagement.Platform.Store.Ledger)site.Services.GetService(typeof(Engagement.Platform.Store.Ledger))!).Db;
}
