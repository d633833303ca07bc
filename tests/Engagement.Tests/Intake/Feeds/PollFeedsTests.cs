using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Xunit;
using static Engagement.Tests.Intake.Feeds.FeedSite;

namespace Engagement.Tests.Intake.Feeds;

public sealed class PollFeedsTests
{
    static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, BothLedgers]
    public async Task The_first_look_fills_the_catalogue_and_what_comes_later_is_news(LedgerKind ledger)
    {
        await using var feed = await FeedSite.Start(ledger, Serves(Item("/a", "Old A"), Item("/b", "Old B")));
        await feed.Heard.Until(2);
        Assert.All(feed.Heard.Articles, article => Assert.True(article.Backfill));

        feed.Heard.Forget();
        feed.Answer = Serves(Item("/c", "New C"), Item("/a", "Old A"), Item("/b", "Old B"));
        await feed.LookAgain();

        await feed.Heard.Until(1);
        var news = Assert.Single(feed.Heard.Articles);
        Assert.Equal(("New C", false), (news.Title, news.Backfill));
        Assert.Equal(3, (await feed.Site.Listed()).Count);
    }

    public static TheoryData<string, (string, string, string?, string?)[]> Disguises() => new()
    {
        { "guid moves to https", [Item("/a", "Treaty enters into force", "https://example.org/?p=1")] },
        { "guid moves to another host", [Item("/a", "Treaty enters into force", "http://www.example.org/?p=1")] },
        { "slug edited, guid kept", [Item("/treaty-in-force", "Treaty enters into force", "http://example.org/?p=1")] },
        { "slug and guid edited, title kept", [Item("/treaty-in-force", "Treaty enters into force", "urn:new")] },
        { "guid changed on the same link", [Item("/a", "Treaty enters into force", "http://example.org/?p=1#3")] },
        { "guid moves to https while slug and title are edited", [Item("/treaty-in-force", "Treaty in force at last", "https://example.org/?p=1")] },
        { "guid gone", [Item("/a", "Treaty enters into force")] },
        { "title edited", [Item("/a", "Treaty in force at last", "http://example.org/?p=1")] },
        { "trackers appended", [Item("/a?utm_source=rss", "Treaty enters into force", "http://example.org/?p=1")] },
        { "date changed", [Item("/a", "Treaty enters into force", "http://example.org/?p=1", "Mon, 23 Nov 2026 10:05:00 GMT")] },
        { "twice in the document", [Item("/a", "Treaty enters into force", "http://example.org/?p=1"), Item("/a#x", "Treaty enters into force", "http://example.org/?p=1")] },
    };

    [Theory]
    [MemberData(nameof(Disguises))]
    public async Task An_article_in_a_disguise_is_not_news(string disguise, (string, string, string?, string?)[] items)
    {
        await using var feed = await FeedSite.Start(LedgerKind.Garnet, Serves(Item("/z", "Something else")));
        feed.Answer = Serves(Item("/a", "Treaty enters into force", "http://example.org/?p=1", "Mon, 23 Nov 2026 09:00:00 GMT"), Item("/z", "Something else"));
        await feed.LookAgain();
        await feed.Heard.Until(2);

        feed.Answer = Serves([.. items, Item("/z", "Something else")]);
        await feed.LookAgain();
        await feed.LookAgain();

        Assert.True((await feed.Site.Listed()).Count == 2, disguise);
        Assert.Equal(2, feed.Heard.Messages.Count(message => message.StartsWith("published", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_date_that_keeps_changing_is_no_update()
    {
        await using var feed = await FeedSite.Start(LedgerKind.Garnet, Serves(Item("/a", "Treaty", "urn:1", "Mon, 23 Nov 2026 09:00:00 GMT")));
        foreach (var hour in new[] { 10, 11, 12 })
        {
            feed.Answer = Serves(Item("/a", "Treaty", "urn:1", $"Mon, 23 Nov 2026 {hour}:00:00 GMT"));
            await feed.LookAgain();
        }

        var article = (await feed.Site.Listing("")).GetProperty("articles")[0];
        Assert.Equal((1L, new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero)),
            (article.GetProperty("revision").GetInt64(), article.GetProperty("publishedAt").GetDateTimeOffset()));
    }

    [Fact]
    public async Task What_the_site_said_is_not_changed_by_its_feed()
    {
        await using var feed = await FeedSite.Start(LedgerKind.Garnet, Serves(Item("/z", "Something else")));
        await feed.Site.Tell("""{ "id": "214", "url": "https://example.org/a", "title": "As the site says", "tags": ["x"] }""");
        feed.Answer = Serves(Item("/a", "As the feed says", "urn:1"), Item("/z", "Something else"));
        await feed.LookAgain();

        Assert.Equal("As the site says", (await feed.Site.Article("214")).GetProperty("title").GetString());
        Assert.Equal(2, (await feed.Site.Listed()).Count);
    }

    [Fact]
    public async Task An_edited_slug_leaves_the_old_url_as_an_alias()
    {
        await using var feed = await FeedSite.Start(LedgerKind.Garnet, Serves(Item("/old", "Treaty", "urn:1")));
        feed.Answer = Serves(Item("/new", "Treaty", "urn:1"));

        await feed.LookAgain();

        var article = (await feed.Site.Listing("")).GetProperty("articles")[0];
        Assert.Equal("https://example.org/new", article.GetProperty("url").GetString());
        Assert.Equal("https://example.org/old", article.GetProperty("aliases")[0].GetString());
        Assert.Equal(2, article.GetProperty("revision").GetInt64());
    }

    [Fact]
    public async Task The_same_title_beside_the_older_article_is_another_article()
    {
        await using var feed = await FeedSite.Start(LedgerKind.Garnet, Serves(Item("/1", "Morning briefing", "urn:1")));
        feed.Answer = Serves(Item("/2", "Morning briefing", "urn:2"), Item("/1", "Morning briefing", "urn:1"));

        await feed.LookAgain();

        Assert.Equal(2, (await feed.Site.Listed()).Count);
    }

    [Theory, BothLedgers]
    public async Task A_burst_of_200_items_is_all_news_and_another_order_is_none(LedgerKind ledger)
    {
        await using var feed = await FeedSite.Start(ledger, Serves(Item("/z", "First")));
        var burst = Enumerable.Range(1, 200).Select(n => Item($"/{n}", $"Number {n}", $"urn:{n}")).ToArray();
        feed.Answer = Serves(burst);
        await feed.LookAgain();
        await feed.Heard.Until(201);

        feed.Answer = Serves([.. burst.Reverse()]);
        await feed.LookAgain();
        feed.Answer = Serves(burst[..10]);
        await feed.LookAgain();
        feed.Answer = Serves(burst);
        await feed.LookAgain();

        Assert.Equal(201, (await feed.Health()).GetProperty("items").GetInt32() + 1);
        Assert.Equal(201, feed.Heard.Messages.Count);
        Assert.Equal(200, feed.Heard.Articles.Count(article => !article.Backfill));
    }

    [Fact]
    public async Task An_old_item_that_surfaces_enters_the_catalogue_and_is_no_news()
    {
        await using var feed = await FeedSite.Start(LedgerKind.Garnet, Serves(Item("/z", "First")));
        feed.Answer = Serves(Item("/old", "From last year", null, "Sun, 23 Nov 2025 10:00:00 GMT"), Item("/ahead", "From next week", null, "Mon, 30 Nov 2026 10:00:00 GMT"));
        await feed.LookAgain();
        await feed.Heard.Until(3);

        Assert.True(feed.Heard.Articles.Single(article => article.Url.EndsWith("/old", StringComparison.Ordinal)).Backfill);
        var ahead = feed.Heard.Articles.Single(article => article.Url.EndsWith("/ahead", StringComparison.Ordinal));
        Assert.Equal((false, new DateTimeOffset(2026, 11, 30, 10, 0, 0, TimeSpan.Zero)), (ahead.Backfill, ahead.EmbargoUntil!.Value));
    }

    [Theory, BothLedgers]
    public async Task After_a_restart_the_feed_is_known_and_nothing_is_news_twice(LedgerKind ledger)
    {
        await using var feed = await FeedSite.Start(ledger, Serves(Item("/a", "A", "urn:a")));
        feed.Answer = Serves(Item("/b", "B", "urn:b"), Item("/a", "A", "urn:a"));
        await feed.LookAgain();
        await feed.Heard.Until(2);

        await feed.Site.Restart();
        feed.Answer = Serves(Item("/b2", "B", "urn:b"), Item("/c", "C", "urn:c"));
        await feed.LookAgain();

        Assert.Equal(3, (await feed.Site.Listed()).Count);
        await Eventually.True(() => Task.FromResult(feed.Heard.Articles.Any(article => article.Title == "C" && !article.Backfill)), "C is news");
    }

    [Fact]
    public async Task What_is_broken_is_reported_and_takes_nothing_away()
    {
        await using var feed = await FeedSite.Start(LedgerKind.Garnet, Serves(Item("/a", "A", "urn:a")));
        feed.Answer = Serves("<rss><channel><item><title>B</title><link>https://example.org/b</link>");
        await feed.LookAgain();

        var health = await feed.Health();
        Assert.Equal("failing", health.GetProperty("status").GetString());
        Assert.Contains("not well-formed", health.GetProperty("problem").GetString(), StringComparison.Ordinal);
        Assert.Single(await feed.Site.Listed());

        feed.Answer = Serves(Item("/b", "B", "urn:b"), Item("/a", "A", "urn:a"));
        await feed.LookAgain(TimeSpan.FromHours(1));
        Assert.Equal("ok", (await feed.Health()).GetProperty("status").GetString());
        Assert.Equal(2, (await feed.Site.Listed()).Count);
    }

    [Fact]
    public async Task Items_on_other_hosts_or_without_a_link_are_left_out_and_named()
    {
        await using var feed = await FeedSite.Start(LedgerKind.Garnet, Serves(
            "<rss><channel><item><title>Elsewhere</title><link>https://evil.net/a</link></item><item><title>Linkless</title></item><item><title>Home</title><link>https://example.org/</link></item></channel></rss>"));

        var skipped = (await feed.Health()).GetProperty("skipped").EnumerateArray().Select(reason => reason.GetString()).ToList();
        Assert.Equal(3, skipped.Count);
        Assert.Contains("\"Elsewhere\": its link is not on one of the site's hosts", skipped);
        Assert.Empty(await feed.Site.Listed());
    }

    [Fact]
    public async Task Only_what_changed_is_asked_for_and_packed_bodies_are_unpacked()
    {
        await using var feed = await FeedSite.Start(LedgerKind.Garnet, async http =>
        {
            http.Response.Headers.ETag = "W/\"a\"";
            http.Response.Headers.LastModified = "Mon, 23 Nov 2026 09:00:00 GMT";
            http.Response.Headers.ContentEncoding = "gzip";
            await using var packed = new GZipStream(http.Response.Body, CompressionLevel.Fastest);
            await packed.WriteAsync(Encoding.UTF8.GetBytes(Rss(Item("/a", "A"))));
        });
        Assert.Single(await feed.Site.Listed());

        feed.Answer = http =>
        {
            http.Response.StatusCode = 304;
            return Task.CompletedTask;
        };
        await feed.LookAgain();

        var request = feed.Requests.Last();
        Assert.Equal("W/\"a\"", request["If-None-Match"]);
        Assert.Equal("Mon, 23 Nov 2026 09:00:00 GMT", request["If-Modified-Since"]);
        Assert.Equal("ok", (await feed.Health()).GetProperty("status").GetString());

        feed.Answer = async http =>
        {
            http.Response.Headers.ContentEncoding = "br";
            await using var packed = new BrotliStream(http.Response.Body, CompressionLevel.Fastest);
            await packed.WriteAsync(Encoding.UTF8.GetBytes(Rss(Item("/a", "A"), Item("/b", "B"))));
        };
        await feed.LookAgain();
        Assert.Equal(2, (await feed.Site.Listed()).Count);
    }

    [Fact]
    public async Task A_bomb_is_not_unpacked_and_a_gone_feed_is_left_alone()
    {
        await using var feed = await FeedSite.Start(LedgerKind.Garnet, async http =>
        {
            http.Response.Headers.ContentEncoding = "gzip";
            await using var packed = new GZipStream(http.Response.Body, CompressionLevel.Fastest);
            await packed.WriteAsync(new byte[30 * 1024 * 1024]);
        });
        Assert.Contains("more than 10 MB", (await feed.Health()).GetProperty("problem").GetString(), StringComparison.Ordinal);

        feed.Answer = http =>
        {
            http.Response.StatusCode = 410;
            return Task.CompletedTask;
        };
        await feed.LookAgain();
        var health = await feed.Health();
        Assert.Equal("gone", health.GetProperty("status").GetString());
        Assert.False(health.TryGetProperty("nextAt", out var next) && next.ValueKind != JsonValueKind.Null, "it is due again");
        Assert.Contains("Engagement__Feeds", health.GetProperty("problem").GetString(), StringComparison.Ordinal);

        feed.Answer = http => http.Response.WriteAsync(FeedSite.Rss(FeedSite.Item("/back", "Back")));
        await feed.Site.Restart();
        await Eventually.True(async () => (await feed.Health()).GetProperty("status").GetString() == "ok", "a restart asks once more");
    }

    [Fact]
    public async Task A_server_that_asks_for_patience_gets_it()
    {
        await using var feed = await FeedSite.Start(LedgerKind.Garnet, http =>
        {
            http.Response.StatusCode = 503;
            http.Response.Headers.RetryAfter = "7200";
            return Task.CompletedTask;
        });

        Assert.Equal(feed.Time.GetUtcNow().AddHours(2), (await feed.Health()).GetProperty("nextAt").GetDateTimeOffset(), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_permanent_redirect_is_followed_and_believed_after_the_third_time()
    {
        var asked = new List<string>();
        await using var feed = await FeedSite.Start(LedgerKind.Garnet, async http =>
        {
            asked.Add(http.Request.Path);
            if (http.Request.Path == "/feed.xml")
            {
                http.Response.Redirect("/moved.xml", permanent: true);
                return;
            }

            await http.Response.WriteAsync(Rss(Item("/a", "A")));
        });
        await feed.LookAgain();
        await feed.LookAgain();
        asked.Clear();

        await feed.LookAgain();

        Assert.Equal(["/moved.xml"], asked);
        Assert.EndsWith("/moved.xml", (await feed.Health()).GetProperty("movedTo").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_feed_inside_the_house_is_refused_unless_allowed()
    {
        await using var feed = await FeedSite.Start(LedgerKind.Garnet, Serves(Item("/a", "A")), ("Engagement:Fetch:AllowedNetworks:0", "10.255.0.0/16"));

        Assert.Equal("failing", (await feed.Health()).GetProperty("status").GetString());
        Assert.Empty(feed.Requests);
    }

    [Fact]
    public async Task A_file_is_a_feed_too()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, Rss(Item("/a", "A")), Cancelled);
        await using var site = await TestSite.Start(settings: [("Engagement:Feeds:0:Url", file)]);
        await Eventually.True(async () => (await site.Listed()).Count == 1, "the file was read");
        File.Delete(file);
    }
}
