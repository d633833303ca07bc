using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;
using System.Xml.Linq;
using Engagement.Popularity.Stream;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Engagement.Tests.Popularity;

public sealed class FeedBackTests
{
    static readonly DateTimeOffset Start = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    static async Task<(TestSite Site, Readers Readers)> Site()
    {
        var site = await TestSite.Start(LedgerKind.Redis, new FakeTimeProvider(Start), ("Engagement:Site:PublicUrl", "https://talk.example.org"));
        var readers = new Readers(site);
        await readers.Say(new Contracts.ArticlePublished(Readers.An("treaty", tags: "Arms & Control") with { Title = "A <b>treaty</b> \u0001🚀 & more", PublishedAt = Start }, Start));
        await readers.Publish("missile");
        await readers.Count("treaty", Start, times: 3);
        await readers.Count("missile", Start, times: 1);
        await readers.Shows("list=shared", "treaty 3", "missile 1");
        return (site, readers);
    }

    [Fact]
    public async Task Every_list_is_an_rss_feed_in_its_order()
    {
        var (site, _) = await Site();
        await using var _1 = site;

        var answer = await site.Reader.GetAsync("/popular.rss?list=shared&section=Security", Cancellation);

        Assert.Equal("application/rss+xml", answer.Content.Headers.ContentType!.MediaType);
        var channel = XDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation)).Root!.Element("channel")!;
        Assert.All(new[] { "title", "link", "description" }, name => Assert.NotEmpty(channel.Element(name)!.Value));
        Assert.Equal("https://talk.example.org/popular.rss?list=shared&window=24h&section=security", channel.Element(XName.Get("link", "http://www.w3.org/2005/Atom"))!.Attribute("href")!.Value);
        var items = channel.Elements("item").ToList();
        Assert.Equal(["A <b>treaty</b> 🚀 & more", "About missile"], items.Select(item => item.Element("title")!.Value));
        Assert.Equal("Mon, 23 Nov 2026 10:00:00 GMT", items[0].Element("pubDate")!.Value);
        Assert.Equal("Arms & Control", items[0].Element("category")!.Value);
        Assert.Equal(("treaty", "false"), (items[0].Element("guid")!.Value, items[0].Element("guid")!.Attribute("isPermaLink")!.Value));
    }

    [Fact]
    public async Task Every_list_is_a_json_feed_in_its_order()
    {
        var (site, _) = await Site();
        await using var _1 = site;

        var answer = await site.Reader.GetAsync("/popular.json?list=shared", Cancellation);

        Assert.Equal("application/feed+json", answer.Content.Headers.ContentType!.MediaType);
        var feed = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.Equal("https://jsonfeed.org/version/1.1", feed.GetProperty("version").GetString());
        var items = feed.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(["treaty", "missile"], items.Select(item => item.GetProperty("id").GetString()));
        Assert.All(items, item => Assert.NotEmpty(item.GetProperty("content_text").GetString()!));
        Assert.Equal(3, items[0].GetProperty("_engagement").GetProperty("counts").GetProperty("shares").GetInt32());
        Assert.Equal(Start, items[0].GetProperty("date_published").GetDateTimeOffset());
    }

    [Fact]
    public async Task A_list_is_rendered_for_pages_mails_and_text_and_nothing_in_a_title_becomes_markup()
    {
        var (site, _) = await Site();
        await using var _1 = site;

        var page = await site.Reader.GetStringAsync("/popular.html?list=shared&limit=5", Cancellation);
        var mail = await site.Reader.GetStringAsync("/popular.html?for=mail&list=shared&window=7d", Cancellation);
        var text = await site.Reader.GetStringAsync("/popular.txt?list=shared&window=7d", Cancellation);

        Assert.StartsWith("<engagement-popular list=\"shared\" window=\"24h\" limit=\"5\"><ol><li><a href=\"https://example.org/treaty.html\">A &lt;b&gt;treaty", page, StringComparison.Ordinal);
        Assert.Contains("Most shared this week", mail, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", mail, StringComparison.Ordinal);
        Assert.Contains(" 2. About missile (1 share)\n    https://example.org/missile.html", text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await site.Reader.GetAsync("/popular.html?for=fax", Cancellation)).StatusCode);
    }

    [Fact]
    public async Task The_element_with_its_styles_is_at_most_three_kilobytes_on_the_wire()
    {
        await using var site = await TestSite.Start();

        var script = await site.Reader.GetByteArrayAsync("/popular.js", Cancellation);

        using var small = new MemoryStream();
        await using (var brotli = new BrotliStream(small, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            await brotli.WriteAsync(script, Cancellation);
        }

        Assert.InRange(small.Length, 1, 3 * 1024);
    }

    [Theory, BothLedgers]
    public async Task A_listening_page_is_told_the_list_when_it_moves_and_nothing_that_it_has(LedgerKind ledger)
    {
        await using var site = await TestSite.Start(ledger, new FakeTimeProvider(Start));
        var readers = new Readers(site);
        await readers.Publish("treaty");
        await readers.Count("treaty", Start);
        await readers.Shows("list=shared", "treaty 1");
        await using var line = await Listen(site, "list=shared", null);

        var first = await line.Next();
        await readers.Count("treaty", Start, times: 4);
        await readers.Shows("list=shared", "treaty 5");
        var second = await line.Next();

        Assert.Equal((1, 5), (Shares(first), Shares(second)));
        await using var back = await Listen(site, "list=shared", second.EventId);
        await readers.Count("treaty", Start);
        await readers.Shows("list=shared", "treaty 6");
        Assert.Equal(6, Shares(await back.Next()));
        await using var late = await Listen(site, "list=shared", first.EventId);
        Assert.Equal(6, Shares(await late.Next()));
    }

    [Fact]
    public async Task A_page_that_leaves_is_forgotten()
    {
        await using var site = await TestSite.Start();
        var hub = site.Services.GetRequiredService<StreamHub>();
        await using (var line = await Listen(site, "", null))
        {
            await line.Next();
            Assert.Equal(1, hub.Count);
        }

        await Eventually.True(() => Task.FromResult(hub.Count == 0), "nobody listens");
    }

    static int Shares(SseItem<string> item) => JsonDocument.Parse(item.Data).RootElement.GetProperty("articles")[0].GetProperty("counts").GetProperty("shares").GetInt32();

    static async Task<Line> Listen(TestSite site, string query, string? lastEventId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/popular/stream?{query}");
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        var answer = await site.Reader.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        return new(answer, SseParser.Create(await answer.Content.ReadAsStreamAsync(Cancellation)).EnumerateAsync(Cancellation).GetAsyncEnumerator(Cancellation));
    }

    sealed class Line(HttpResponseMessage answer, IAsyncEnumerator<SseItem<string>> events) : IAsyncDisposable
    {
        public async Task<SseItem<string>> Next()
        {
            Assert.True(await events.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20), Cancellation));
            return events.Current;
        }

        public ValueTask DisposeAsync()
        {
            answer.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
