using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace Engagement.Tests.Intake;

/// <summary>A reader is faster than the feed: from the click on a page that nobody announced to the count, and later to the post.</summary>
public sealed class SeenFirstTests
{
    const string NewsPage = """
        <html lang="en"><head><title>Treaty | News</title><link rel="canonical" href="/2026/treaty">
        <script type="application/ld+json">{ "@type": "NewsArticle", "headline": "Treaty enters into force", "datePublished": "2026-11-23T10:00:00Z" }</script></head><body></body></html>
        """;

    static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, BothLedgers]
    public async Task The_first_click_finds_the_article_and_counts_and_posting_it_waits_for_the_site(LedgerKind ledger)
    {
        await using var pages = await Pages.Start(NewsPage);
        await using var site = await TestSite.Start(ledger, null, [.. pages.Settings, ("Engagement:Site:Url", pages.Address)]);
        await Click(site, "e1", $"{pages.Address}/2026/treaty?utm_source=x");
        await Click(site, "e2", $"{pages.Address}/2026/treaty#top");

        await Eventually.True(async () => await Listed(site) == "Treaty enters into force 1", "it is found, counted and listed");
        Assert.Equal(1, pages.Asked);
        Assert.Empty(await Posts(site));
        // It was the same reader twice; another kind of click on the known page counts at once.
        await Click(site, "e3", $"{pages.Address}/2026/treaty", "bluesky");
        await Eventually.True(async () => await Listed(site) == "Treaty enters into force 2", "the next click counts");

        await site.Tell($$"""{ "id": "site-7", "url": "{{pages.Address}}/2026/treaty", "title": "Treaty enters into force" }""");

        await Eventually.True(async () => await Posts(site) is [var post] && post.GetProperty("text").GetString()!.Contains("Treaty enters into force", StringComparison.Ordinal), "it is posted once the site tells of it");
        Assert.Equal("Treaty enters into force 2", await Listed(site));
        Assert.Single(await site.Listed());
    }

    [Fact]
    public async Task A_setting_posts_what_readers_found_at_once()
    {
        await using var pages = await Pages.Start(NewsPage);
        await using var site = await TestSite.Start(settings: [.. pages.Settings, ("Engagement:Site:Url", pages.Address), ("Engagement:Intake:PostSeenArticles", "true")]);
        await Click(site, "e1", $"{pages.Address}/2026/treaty");

        await Eventually.True(async () => await Posts(site) is [_], "it is posted");
    }

    static async Task Click(TestSite site, string id, string article, string target = "x") =>
        (await site.Reader.PostAsJsonAsync("/e", new { id, article, kind = "share", target }, Cancelled)).EnsureSuccessStatusCode();

    static async Task<string> Listed(TestSite site) => string.Join(',', (await site.Reader.GetFromJsonAsync<JsonElement>("/api/popular?list=shared&window=all", Cancelled)).GetProperty("articles").EnumerateArray()
        .Select(article => $"{article.GetProperty("title").GetString()} {article.GetProperty("score").GetInt64()}"));

    static async Task<List<JsonElement>> Posts(TestSite site) =>
        [.. (await site.Admin.GetFromJsonAsync<JsonElement>("/api/posts", Cancelled)).GetProperty("posts").EnumerateArray()];
}
