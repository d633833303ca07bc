using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Engagement.Contracts;
using Engagement.Dashboard.Articles;
using Engagement.Platform.Http;
using Engagement.Platform.Store;
using Engagement.Popularity.Ranking;
using Engagement.Tests.Counter;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Engagement.Tests.Dashboard;

public sealed partial class ArticlePagesTests
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, BothLedgers]
    public async Task The_list_shows_each_article_with_its_counts_and_its_post(LedgerKind ledger)
    {
        await using var site = await TestSite.Start(ledger);
        await Publish(site, "treaty", "Treaty enters into force");
        await site.Reader.Beacon(Readers.Share("treaty"));
        await site.Reader.Beacon(Readers.Share("treaty", "reddit"));
        using var editor = await Editor.SignedIn(site);

        await Eventually.True(async () => (await editor.Open("/articles")).Contains("dry run", StringComparison.Ordinal), "the post is on the page");

        Assert.Contains("Treaty enters into force", editor.Page, StringComparison.Ordinal);
        Assert.Contains("""data-label="Shares"><span title="2">2</span>""", editor.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_article_s_page_shows_what_was_counted_by_target_and_its_post()
    {
        await using var site = await TestSite.Start();
        await Publish(site, "treaty", "Treaty enters into force");
        await site.Reader.Beacon(Readers.Share("treaty", "reddit"));
        using var editor = await Editor.SignedIn(site);

        await Eventually.True(async () => (await editor.Open("/articles/treaty")).Contains("dry run", StringComparison.Ordinal), "the post is on the page");

        Assert.Contains("<span>Reddit</span>", editor.Page, StringComparison.Ordinal);
        Assert.Contains("Show as table", editor.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_an_editor_may_want_to_mend_stands_on_the_article_s_page()
    {
        await using var site = await TestSite.Start();
        using var told = await site.Admin.PostAsJsonAsync("/api/articles", new[]
        {
            new { id = "a", url = "https://example.org/a", title = "Same", image = (object)new { url = "https://example.org/a.jpg", alt = "A missile" } },
            new { id = "b", url = "https://example.org/b", title = "Same", image = (object)new { url = "https://example.org/b.jpg", alt = "" } },
        }, Cancellation);
        using var editor = await Editor.SignedIn(site);

        Assert.Contains("An older article has the same title.", await editor.Open("/articles/b"), StringComparison.Ordinal);
        Assert.Contains("Its image has no alternative text", editor.Page, StringComparison.Ordinal);
        Assert.DoesNotContain("What an editor may want to mend", await editor.Open("/articles/a"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Markup_in_a_title_stays_text()
    {
        await using var site = await TestSite.Start();
        await Publish(site, "evil", "<script>alert(1)</script> & more");
        using var editor = await Editor.SignedIn(site);

        Assert.DoesNotContain("<script>alert", await editor.Open("/articles"), StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", await editor.Open("/articles/evil"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_article_is_a_page_that_says_so_with_the_right_status()
    {
        await using var site = await TestSite.Start();
        using var editor = await Editor.SignedIn(site);

        await editor.Open("/articles/nobody-wrote-it");

        Assert.Equal(HttpStatusCode.NotFound, editor.Answer.StatusCode);
        Assert.Contains("There is no such article", editor.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_article_is_withdrawn_only_by_its_name_and_then_says_so()
    {
        await using var site = await TestSite.Start();
        await Publish(site, "treaty", "Treaty enters into force");
        using var editor = await Editor.SignedIn(site);
        await editor.Open("/articles/treaty");

        Assert.Contains("That is not its id", await editor.Submit("/articles/treaty/withdraw", ("name", "teraty")), StringComparison.Ordinal);
        Assert.Contains("The article is withdrawn", await editor.Submit("/articles/treaty/withdraw", ("name", "treaty")), StringComparison.Ordinal);
        Assert.Contains("""<span class="chip bad">withdrawn</span>""", editor.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_is_sorted_by_figures_and_compared_with_the_period_before()
    {
        await using var site = await TestSite.Start();
        await Publish(site, "quiet", "A quiet harbour");
        await Publish(site, "treaty", "Treaty enters into force");
        await Publish(site, "newest", "Nobody shared this yet");
        var now = TimeProvider.System.GetUtcNow();
        await Happened(site, [.. Shares("treaty", 18, now.AddHours(-2)), .. Shares("treaty", 12, now.AddHours(-30)), .. Shares("quiet", 3, now.AddHours(-3)), .. Shares("quiet", 2, now.AddDays(-20))]);
        using var editor = await Editor.SignedIn(site);

        await Eventually.True(async () => (await editor.Open("/articles?sort=shared&compare=24h")).IndexOf("Treaty", StringComparison.Ordinal) is > 0 and var treaty
            && editor.Page.IndexOf("A quiet", StringComparison.Ordinal) > treaty, "the list is by shares");

        Assert.DoesNotContain("Nobody shared this yet", editor.Page, StringComparison.Ordinal);
        Assert.Contains("50 % up", editor.Page, StringComparison.Ordinal);
        Assert.Contains("0 before", editor.Page, StringComparison.Ordinal);
        await editor.Open("/articles?compare=30d");
        Assert.Contains("Nobody shared this yet", editor.Page, StringComparison.Ordinal);
        Assert.Contains("<span title=\"30\">30</span> <span class=\"sub\"", editor.Page, StringComparison.Ordinal);
        Assert.DoesNotContain("A quiet", await editor.Open("/articles?sort=shared&search=treaty"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_header_says_how_the_list_is_ordered_and_links_to_its_other_orders_within_the_filter()
    {
        await using var site = await TestSite.Start();
        await Publish(site, "treaty", "Treaty enters into force");
        await site.Reader.Beacon(Readers.Share("treaty"));
        using var editor = await Editor.SignedIn(site);

        await Eventually.True(async () => (await editor.Open("/articles?sort=shared&compare=7d")).Contains("Treaty", StringComparison.Ordinal), "it is in the lists");

        Assert.Contains("""aria-sort="descending"><a href="/articles?section=Security">Published</a>""", await Head("/articles?section=Security"), StringComparison.Ordinal);
        Assert.Contains("""aria-sort="none"><a href="/articles?section=Security&amp;sort=shared">Shares</a>""", await Head("/articles?section=Security"), StringComparison.Ordinal);
        Assert.Contains("""aria-sort="descending"><a href="/articles?section=Security&amp;sort=shared">Shares</a>""", await Head("/articles?section=Security&sort=shared"), StringComparison.Ordinal);
        Assert.Contains("""aria-sort="descending"><a href="/articles?section=Security&amp;compare=7d&amp;sort=shared">In 7 days</a>""", await Head("/articles?section=Security&sort=shared&compare=7d"), StringComparison.Ordinal);

        // As a browser sees it: without what QuickGrid puts between a header and its words.
        async Task<string> Head(string path) => Between().Replace(await editor.Open(path), "");
    }

    [Fact]
    public async Task An_article_s_page_tells_visits_and_corrections_and_an_admin_takes_counts_back_and_merges()
    {
        await using var site = await TestSite.Start();
        await Publish(site, "treaty", "Treaty enters into force");
        await Publish(site, "again", "Treaty enters into force, again");
        var now = TimeProvider.System.GetUtcNow();
        await Happened(site, [.. Shares("treaty", 5, now), .. Enumerable.Range(0, 4).Select(number => Event("treaty", "visit", $"v{number}", now))]);
        using var editor = await Editor.SignedIn(site);

        Assert.Contains("Visits that shares brought", await editor.Open("/articles/treaty"), StringComparison.Ordinal);
        await editor.Submit("/articles/treaty/correct", ("what", "share:x@page"), ("count", "2"), ("reason", "a script"));
        Assert.Contains("The counts are taken back", editor.Page, StringComparison.Ordinal);
        Assert.Contains("a script", editor.Page, StringComparison.Ordinal);
        Assert.Contains("taken back as abuse", editor.Page, StringComparison.Ordinal);
        Assert.Equal(3, await site.Shares("treaty"));

        Assert.Contains("That is not its id", await editor.Submit("/articles/treaty/merge", ("into", "again"), ("reason", "twice"), ("name", "no")), StringComparison.Ordinal);
        await editor.Submit("/articles/treaty/merge", ("into", "again"), ("reason", "it went out twice"), ("name", "treaty"));
        Assert.Contains("The articles are merged", editor.Page, StringComparison.Ordinal);
        Assert.Equal(3, await site.Shares("again"));
        Assert.Contains("merged an article", await editor.Open("/system"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_alert_stands_on_the_first_screen_and_on_the_page_of_its_article()
    {
        await using var site = await TestSite.Start();
        await Publish(site, "treaty", "Treaty enters into force");
        using var editor = await Editor.SignedIn(site);
        Assert.DoesNotContain("takes off", editor.Page, StringComparison.Ordinal);
        var alert = new ArticleTakingOff("treaty", "spike", 1, 4.5, 3, 1, TimeProvider.System.GetUtcNow().AddMinutes(-5));
        await site.Services.GetRequiredService<Ledger>().Db.ListLeftPushAsync(PopularityKeys.Alerts("last"), JsonSerializer.Serialize(alert, Json.Options));

        Assert.Contains("takes off, 4.5 a minute", await editor.Open("/"), StringComparison.Ordinal);
        Assert.Contains("class=\"note hot\"", editor.Page, StringComparison.Ordinal);
        Assert.Contains("takes off, 4.5 a minute", await editor.Open("/articles/treaty"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_curve_of_a_young_article_stands_before_the_band_of_what_is_usual()
    {
        await using var site = await TestSite.Start();
        var now = TimeProvider.System.GetUtcNow();
        foreach (var number in Enumerable.Range(1, 5))
        {
            await Publish(site, $"old-{number}", $"Old news {number}", now.AddDays(-10));
            await Happened(site, [.. Shares($"old-{number}", 2 * number, now.AddDays(-10).AddHours(1))]);
        }

        await Publish(site, "young", "Fresh news", now.AddHours(-3));
        using var editor = await Editor.SignedIn(site);

        await editor.Open("/articles/young");

        Assert.Contains("last 5 articles", editor.Page, StringComparison.Ordinal);
        Assert.Contains("<polygon class=\"band\"", editor.Page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_band_is_between_the_quarters_of_each_hour()
    {
        var band = TypicalArticle.Of([[0, 10], [1, 20], [2, 30], [3, 40], [4, 50]], 2);

        Assert.Equal([1.0, 20], band.Low);
        Assert.Equal([3.0, 40], band.High);
    }

    static IEnumerable<object> Shares(string article, int count, DateTimeOffset at) =>
        Enumerable.Range(0, count).Select(number => Event(article, "share", $"s{number}-{at.Ticks}", at));

    static object Event(string article, string kind, string id, DateTimeOffset at) => new { id = $"{article}-{id}", article, kind, target = "x", channel = "page", at };

    static async Task Happened(TestSite site, object[] events) =>
        (await site.Admin.PostAsJsonAsync("/api/events", events, Cancellation)).EnsureSuccessStatusCode();

    static async Task Publish(TestSite site, string id, string title, DateTimeOffset? publishedAt = null)
    {
        var answer = await site.Admin.PostAsJsonAsync("/api/articles", new { id, title, url = $"https://example.org/2026/{id}.html", section = "Security", publishedAt }, Cancellation);
        answer.EnsureSuccessStatusCode();
        await Eventually.True(async () => (await site.Counts(id)).ValueKind == JsonValueKind.Object, $"{id} has a counter");
    }

    [GeneratedRegex(""" scope="col"[^>]*| b-[0-9a-z]+|<div class="col-[^>]*>""")]
    private static partial Regex Between();
}
