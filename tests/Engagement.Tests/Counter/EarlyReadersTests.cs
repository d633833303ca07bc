using System.Net;
using System.Net.Http.Json;
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

    [Fact]
    public async Task Eighty_spellings_of_an_articles_addresses_reach_one_counter()
    {
        await using var site = await TestSite.Start(LedgerKind.Garnet, null, ("Engagement:Counter:VisitorWindow", "00:00:00"),
            ("Engagement:Urls:HostPrefixes:0", "www."), ("Engagement:Urls:HostPrefixes:1", "m."), ("Engagement:Urls:HostPrefixes:2", "amp."),
            ("Engagement:Urls:PathPrefixes:0", "/mobile"), ("Engagement:Urls:IgnoredParameters:0", "from"));
        await site.Publish("treaty", "https://example.org/old-slug", "https://example.org/read?story=7&page=2");
        await site.Publish("treaty-again");
        using var merged = await site.Admin.PostAsJsonAsync("/api/counts/merge", new { from = "treaty-again", into = "treaty", reason = "published twice" }, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, merged.StatusCode);
        string[] pages = ["https://example.org/2026/treaty.html", "https://example.org/old-slug", "https://example.org/2026/treaty-again.html"];
        string[] before = ["http://", "HTTPS://", "https://www.", "https://m.", "https://amp.", "https://WWW.", "https://example-org.cdn.ampproject.org/c/s/",
            "https://example-org.cdn.ampproject.org/v/s/", "https://www.google.com/amp/s/", "https://google.de/amp/s/"];
        string[] behind = ["/", "#comments", "#:~:text=treaty", "/amp", "/feed", "?utm_source=x&utm_medium=social", "?fbclid=a", "?gclid=a&mc_cid=1", "?twclid=a&ref_src=b",
            "?igsh=a", "/?from=mail", "?eng=x", "?UTM_Source=x", "?_gl=1*2&msclkid=3"];
        string[] variants =
        [
            .. pages.SelectMany(page => before.Select(one => one + page["https://".Length..])),
            .. pages.SelectMany(page => behind.Select(one => page + one)),
            "https://example.org:443/2026/treaty.html", "http://example.org:80/old-slug", "https://EXAMPLE.org/2026/treaty.html", "https://example.org./2026/treaty.html",
            "https://example.org/2026//treaty.html", "https://example.org/2026/./treaty.html", "https://example.org/2025/../2026/treaty.html", "https://example.org/%32026/treaty.html",
            "https://example.org/mobile/2026/treaty.html", "https://example.org/read?page=2&story=7", "https://example.org/read?page=2&utm_source=x&story=7&fbclid=3", "treaty-again",
        ];
        Assert.True(variants.Distinct().Count() >= 80);

        var answers = await Task.WhenAll(variants.Select(async variant => $"{(await site.Reader.Beacon(Readers.Share(variant))).StatusCode} {variant}"));

        Assert.All(answers, answer => Assert.StartsWith("NoContent ", answer, StringComparison.Ordinal));
        Assert.Equal(variants.Length, await site.Shares("treaty"));
        Assert.Equal(HttpStatusCode.BadRequest, (await site.Reader.Beacon(Readers.Share("https://blog.example.org/2026/treaty.html"))).StatusCode);
        Assert.NotEqual(HttpStatusCode.NoContent, (await site.Reader.Beacon(Readers.Share("https://example.org/read?story=8&page=2"))).StatusCode);
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
