using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace Engagement.Tests.Counter;

public sealed class CountBeaconTests
{
    static readonly (string, string) NoWindow = ("Engagement:Counter:VisitorWindow", "00:00:00");

    [Theory, BothLedgers]
    public async Task A_thousand_concurrent_beacons_delivered_three_times_each_count_a_thousand(LedgerKind ledger)
    {
        await using var site = await TestSite.Start(ledger, settings: NoWindow);
        await site.Publish("treaty");
        var deliveries = Enumerable.Range(0, 1_000).SelectMany(n => Enumerable.Repeat(n, 3)).ToArray();
        new Random(7).Shuffle(deliveries);

        var answers = await Task.WhenAll(deliveries.Select(n =>
            site.Reader.Beacon(Readers.Share("treaty", n % 2 == 0 ? "x" : "bluesky", $"event-{n}"))));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode));
        var counts = await site.Counts("treaty");
        Assert.Equal(1_000, counts.GetProperty("shares").GetInt64());
        Assert.Equal(500, counts.GetProperty("byTarget").GetProperty("x").GetInt64());
    }

    [Theory, BothLedgers]
    public async Task What_was_answered_is_there_after_a_restart_and_still_not_counted_twice(LedgerKind ledger)
    {
        await using var site = await TestSite.Start(ledger, settings: NoWindow);
        await site.Publish("treaty");
        await site.Reader.Beacon(Readers.Share("treaty", id: "only-once"));

        await site.Restart();
        await site.Reader.Beacon(Readers.Share("treaty", id: "only-once"));

        Assert.Equal(1, await site.Shares("treaty"));
    }

    [Theory, BothLedgers]
    public async Task A_device_bookmarks_once_however_often_it_says_so_and_takes_back_once(LedgerKind ledger)
    {
        await using var site = await TestSite.Start(ledger);
        await site.Publish("treaty");
        async Task Say(string kind, string device) =>
            Assert.Equal(HttpStatusCode.NoContent, (await site.Reader.Beacon(new { id = Guid.NewGuid(), article = "treaty", kind, device })).StatusCode);

        await Say("bookmark", "device-a");
        await Say("bookmark", "device-a");
        await Say("bookmark", "device-b");
        await Say("unbookmark", "device-c");
        Assert.Equal(2, (await site.Counts("treaty")).GetProperty("bookmarks").GetInt64());

        await Say("unbookmark", "device-a");
        await Say("unbookmark", "device-a");
        Assert.Equal(1, (await site.Counts("treaty")).GetProperty("bookmarks").GetInt64());
    }

    [Fact]
    public async Task What_cannot_be_counted_is_refused_with_a_sentence_that_says_what_to_change()
    {
        await using var site = await TestSite.Start();
        await site.Publish("treaty");
        async Task Refused(object beacon, HttpStatusCode status, string slug, string hint)
        {
            var answer = await site.Reader.Beacon(beacon);
            var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
            Assert.Equal(status, answer.StatusCode);
            Assert.Equal($"urn:engagement:problem:{slug}", problem.GetProperty("type").GetString());
            Assert.Contains(hint, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }

        await Refused(new { article = "treaty", kind = "view" }, HttpStatusCode.BadRequest, "bad-event", "id");
        await Refused(new { id = "1", kind = "view" }, HttpStatusCode.BadRequest, "bad-event", "article");
        await Refused(new { id = "1", article = "treaty", kind = "like" }, HttpStatusCode.BadRequest, "bad-event", "kind");
        await Refused(new { id = "1", article = "treaty", kind = "share" }, HttpStatusCode.BadRequest, "bad-event", "target");
        await Refused(new { id = "1", article = "treaty", kind = "bookmark" }, HttpStatusCode.BadRequest, "bad-event", "device");
        await Refused(new { id = "1", article = "treaty", kind = "view", channel = "tv" }, HttpStatusCode.BadRequest, "bad-event", "channel");
        await Refused(new { id = "1", article = "nobody-announced-it", kind = "view" }, HttpStatusCode.NotFound, "unknown-article", "announced");
        await Refused(new { id = "1", article = "https://elsewhere.net/a", kind = "view" }, HttpStatusCode.BadRequest, "unknown-host", "Hosts");
        await Refused(new { id = 1, article = "treaty", kind = "view" }, HttpStatusCode.BadRequest, "malformed-json", "wrong type");
        await Refused(new { id = new string('x', 2_000), article = "treaty", kind = "view" }, HttpStatusCode.RequestEntityTooLarge, "too-large", "smaller");
        await Refused("just text", HttpStatusCode.BadRequest, "malformed-json", "malformed");
    }

    [Theory, BothLedgers]
    public async Task A_server_sends_a_thousand_events_and_hears_what_became_of_each(LedgerKind ledger)
    {
        await using var site = await TestSite.Start(ledger);
        await site.Publish("treaty");
        var events = Enumerable.Range(0, 998).Select(n => Readers.Share("treaty", id: $"e{n % 990}"))
            .Append(Readers.Share("unheard-of")).Append(new { id = "x" }).ToList();

        var answer = await site.Admin.PostAsJsonAsync("/api/events", events, TestContext.Current.CancellationToken);

        var became = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Equal(990, became.GetProperty("counted").GetInt32());
        Assert.Equal(8, became.GetProperty("duplicates").GetInt32());
        Assert.Equal([998, 999], became.GetProperty("rejected").EnumerateArray().Select(one => one.GetProperty("index").GetInt32()));
        Assert.Equal(990, await site.Shares("treaty"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await site.Reader.PostAsJsonAsync("/api/events", events, TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task Counts_are_answered_with_a_tag_and_not_sent_again_while_they_stay()
    {
        await using var site = await TestSite.Start();
        await site.Publish("treaty");

        var first = await site.Reader.GetAsync("/api/counts?ids=treaty,unheard-of", TestContext.Current.CancellationToken);
        using var again = new HttpRequestMessage(HttpMethod.Get, "/api/counts?ids=treaty,unheard-of");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        Assert.Equal(HttpStatusCode.NotModified, (await site.Reader.SendAsync(again, TestContext.Current.CancellationToken)).StatusCode);
        await site.Reader.Beacon(Readers.Share("treaty"));
        using var later = new HttpRequestMessage(HttpMethod.Get, "/api/counts?ids=treaty,unheard-of");
        later.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        Assert.Equal(HttpStatusCode.OK, (await site.Reader.SendAsync(later, TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task Pages_of_the_site_may_read_the_answers_and_other_pages_may_not()
    {
        await using var site = await TestSite.Start();
        async Task<string?> AllowedOrigin(string origin)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/counts?ids=a") { Headers = { { "Origin", origin } } };
            var answer = await site.Reader.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Contains("Origin", answer.Headers.Vary);
            return answer.Headers.TryGetValues("Access-Control-Allow-Origin", out var values) ? values.Single() : null;
        }

        Assert.Equal("https://example.org", await AllowedOrigin("https://example.org"));
        Assert.Null(await AllowedOrigin("https://example.org.evil.net"));
        Assert.Null(await AllowedOrigin("null"));
    }
}
