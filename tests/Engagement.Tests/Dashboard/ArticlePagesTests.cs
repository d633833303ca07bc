using System.Net;
using System.Net.Http.Json;
using Engagement.Tests.Counter;
using Xunit;

namespace Engagement.Tests.Dashboard;

public sealed class ArticlePagesTests
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

    static async Task Publish(TestSite site, string id, string title)
    {
        var answer = await site.Admin.PostAsJsonAsync("/api/articles", new { id, title, url = $"https://example.org/2026/{id}.html", section = "Security" }, Cancellation);
        answer.EnsureSuccessStatusCode();
        await Eventually.True(async () => (await site.Counts(id)).ValueKind == System.Text.Json.JsonValueKind.Object, $"{id} has a counter");
    }
}
