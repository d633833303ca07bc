using System.Net;
using Engagement.Contracts;
using Engagement.Platform.Bus;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Engagement.Tests.Intake;

public sealed class ReadPageTests
{
    static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    const string NewsPage = """
        <html lang="en"><head><title>Treaty | News</title><link rel="canonical" href="/2026/treaty">
        <script type="application/ld+json">{ "broken": </script>
        <script type="application/ld+json">{ "@context": "https://schema.org", "@graph": [{ "@type": "Organization", "name": "News" },
          { "@type": "NewsArticle", "headline": "Treaty &amp; force", "description": "In short", "keywords": "Nuclear Issues, Treaties", "articleSection": ["Security"],
            "author": [{ "@type": "Person", "name": "A. Writer" }], "datePublished": "2026-11-23T10:00:00Z",
            "image": [{ "@type": "ImageObject", "url": "https://example.org/i.jpg", "caption": "A missile" }] }] }</script></head><body><h1>Treaty</h1></body></html>
        """;

    [Theory, BothLedgers]
    public async Task An_article_told_by_its_url_alone_is_read_from_its_page(LedgerKind ledger)
    {
        await using var pages = await Pages.Start(NewsPage);
        await using var site = await TestSite.Start(ledger, null, pages.Settings);

        var verdict = await site.Tell($$"""{ "id": "t", "url": "{{pages.Address}}/2026/treaty?utm_source=x" }""");

        Assert.Equal(["t created"], verdict);
        var article = await site.Article("t");
        Assert.Equal("Treaty & force", article.GetProperty("title").GetString());
        Assert.Equal($"{pages.Address}/2026/treaty", article.GetProperty("url").GetString());
        Assert.Equal(["Nuclear Issues", "Treaties"], article.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()));
        Assert.Equal(("Security", "A. Writer", "en", "A missile"), (article.GetProperty("section").GetString(), article.GetProperty("author").GetString(),
            article.GetProperty("language").GetString(), article.GetProperty("image").GetProperty("alt").GetString()));
    }

    [Fact]
    public async Task Open_graph_is_read_where_there_is_no_json_ld()
    {
        await using var pages = await Pages.Start("""
            <head><meta property="og:type" content="article"><meta property="og:title" content="By Open Graph"><meta property="og:image" content="/i.jpg">
            <meta property="og:image:alt" content="A picture"><meta property="article:tag" content="One"><meta property="article:tag" content="Two">
            <meta property="article:published_time" content="2026-11-23T10:00:00Z"></head>
            """);
        await using var site = await TestSite.Start(settings: pages.Settings);

        await site.Tell($$"""{ "id": "t", "url": "{{pages.Address}}/a" }""");

        var article = await site.Article("t");
        Assert.Equal("By Open Graph", article.GetProperty("title").GetString());
        Assert.Equal($"{pages.Address}/i.jpg", article.GetProperty("image").GetProperty("url").GetString());
        Assert.Equal(2, article.GetProperty("tags").GetArrayLength());
    }

    [Fact]
    public async Task A_posted_news_article_in_json_ld_is_an_article()
    {
        await using var site = await TestSite.Start();

        await site.Tell("""
            { "@context": "https://schema.org", "@type": "NewsArticle", "identifier": "ld-1", "headline": "By JSON-LD", "mainEntityOfPage": { "@id": "https://example.org/ld" },
              "author": "A. Writer", "keywords": ["One"], "datePublished": "2026-11-23T10:00:00Z", "image": "https://example.org/i.jpg" }
            """);

        var article = await site.Article("ld-1");
        Assert.Equal(("By JSON-LD", "https://example.org/ld", "A. Writer"),
            (article.GetProperty("title").GetString(), article.GetProperty("url").GetString(), article.GetProperty("author").GetString()));
    }

    [Fact]
    public async Task A_page_that_cannot_be_read_is_refused_with_the_reason()
    {
        await using var pages = await Pages.Start("");
        await using var site = await TestSite.Start(settings: pages.Settings);
        pages.Answer = http =>
        {
            http.Response.Redirect("http://127.0.0.2:1/secret");
            return Task.CompletedTask;
        };

        using var elsewhere = await site.Post($$"""{ "url": "{{pages.Address}}/a" }""");
        Assert.Equal(HttpStatusCode.BadRequest, elsewhere.StatusCode);
        Assert.Contains("it leads to 127.0.0.2", await elsewhere.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);

        pages.Answer = http =>
        {
            http.Response.StatusCode = 404;
            return Task.CompletedTask;
        };
        using var missing = await site.Post($$"""{ "url": "{{pages.Address}}/a" }""");
        Assert.Contains("it answers 404", await missing.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_inside_the_house_is_not_read_unless_allowed()
    {
        await using var pages = await Pages.Start(NewsPage);
        await using var site = await TestSite.Start(settings: [pages.Settings[0]]);

        using var answer = await site.Post($$"""{ "url": "{{pages.Address}}/a" }""");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(0, pages.Asked);
    }

    [Theory, BothLedgers]
    public async Task What_readers_find_first_is_registered_unposted_and_becomes_news_when_the_site_tells(LedgerKind ledger)
    {
        await using var pages = await Pages.Start(NewsPage);
        var heard = new Heard();
        await using var site = await TestSite.StartWith(heard.ListenIn, ledger, null, pages.Settings);

        await Seen(site, $"{pages.Address}/found?x=1");
        await heard.Until(1);
        var found = Assert.Single(heard.Articles);
        Assert.True(found.Backfill);
        Assert.Equal($"{pages.Address}/2026/treaty", found.Url);

        Assert.Equal([$"{found.Id} created"], await site.Tell($$"""{ "url": "{{pages.Address}}/2026/treaty", "title": "Treaty" }"""));
        await heard.Until($"published {found.Id} 2");
    }

    [Fact]
    public async Task What_is_no_article_is_asked_once_and_what_is_known_is_announced_again()
    {
        await using var pages = await Pages.Start("<html><title>Contact</title></html>");
        var heard = new Heard();
        await using var site = await TestSite.StartWith(heard.ListenIn, settings: pages.Settings);

        await Seen(site, $"{pages.Address}/contact");
        await Eventually.True(() => Task.FromResult(pages.Asked == 1), "the page was read");
        await site.Tell($$"""{ "id": "a", "url": "{{pages.Address}}/a", "title": "A" }""");
        await heard.Until("published a 1");
        heard.Forget();
        await Seen(site, $"{pages.Address}/contact");
        await Seen(site, $"{pages.Address}/");
        await Seen(site, "https://evil.net/a");
        await Seen(site, $"{pages.Address}/a");

        await heard.Until("published a 1");
        Assert.Equal(1, pages.Asked);
        Assert.Single(await site.Listed());
    }

    [Fact]
    public async Task The_listing_warns_of_what_an_editor_may_want_to_mend()
    {
        await using var site = await TestSite.Start();
        await site.Tell($$"""
            [{ "id": "a", "url": "https://example.org/a", "title": "Same" }, { "id": "b", "url": "https://example.org/b", "title": "same", "image": "https://example.org/i.jpg" },
             { "id": "c", "url": "https://example.org/c", "title": "{{new string('x', 300)}}", "publishedAt": "2126-01-01T00:00:00Z", "image": { "url": "https://example.org/i.jpg", "alt": "A" } }]
            """);

        Assert.Equal("no-image", await Warnings("a"));
        Assert.Equal("no-alt-text duplicate-title", await Warnings("b"));
        Assert.Equal("title-too-long future-date", await Warnings("c"));

        async Task<string> Warnings(string id) => string.Join(' ', (await site.Article(id)).GetProperty("warnings").EnumerateArray().Select(warning => warning.GetString()));
    }

    static Task Seen(TestSite site, string url) =>
        site.Services.GetRequiredService<Announcer>().Say(new ArticleSeen(url, DateTimeOffset.UnixEpoch), Cancelled);
}
