using Deque.AxeCore.Playwright;
using Engagement.Tests;
using Engagement.Tests.Counter;
using Microsoft.Playwright;
using Xunit;

namespace Engagement.BrowserTests.Buttons;

public sealed class BookmarksTests(NewsPages news) : IClassFixture<NewsPages>
{
    string List(string name) => news.Put(name, "<h1>Saved</h1><engagement-bookmarks></engagement-bookmarks>",
        $"<link rel=\"stylesheet\" href=\"{news.Engagement}/share.css\"><link rel=\"stylesheet\" href=\"{news.Engagement}/share/page.css\"><script src=\"{news.Engagement}/share/bookmarks.en.js\" defer></script>");

    [Fact]
    public async Task What_a_reader_saved_is_listed_and_removed_and_counted_down()
    {
        await using var reader = await Save("saved-1", "saved-2");
        await reader.Page.GotoAsync(List("list"));

        Assert.Equal(["Saved saved-2", "Saved saved-1"], await reader.Page.Locator("engagement-bookmarks a").AllInnerTextsAsync());
        // axe puts a style of its own into the page, so the policy is looked at before.
        Assert.Empty(await reader.Ask<string[]>("breaches"));
        Assert.Empty((await reader.Page.RunAxe()).Violations.Select(violation => violation.Id));
        await reader.Page.ClickAsync("button:has-text('Remove') >> nth=0");

        Assert.Equal(["Saved saved-1"], await reader.Page.Locator("engagement-bookmarks a").AllInnerTextsAsync());
        await Eventually.True(async () => (await news.Site.Counts("saved-2")).GetProperty("bookmarks").GetInt64() == 0, "counted down");
        Assert.Equal(1, (await news.Site.Counts("saved-1")).GetProperty("bookmarks").GetInt64());
    }

    [Fact]
    public async Task The_list_moves_to_another_device_by_a_link_or_its_QR_code_and_nobody_is_counted_twice()
    {
        await using var reader = await Save("move-1", "move-2");
        var page = List("list-move");
        await reader.Page.GotoAsync(page);
        await reader.Page.ClickAsync("button:has-text('Move to another')");
        await reader.Page.WaitForSelectorAsync(".ngm-qr svg");
        await reader.Page.ScreenshotAsync(new() { Path = Path.Combine(Chromium.Screenshots("buttons"), "bookmarks-move.png"), FullPage = true });
        var link = await reader.Page.InputValueAsync("#engagement-move");

        await using var other = await news.Open();
        await other.Page.GotoAsync(link);
        await other.Page.WaitForSelectorAsync("engagement-bookmarks a");

        Assert.Equal(2, await other.Page.Locator("engagement-bookmarks a").CountAsync());
        Assert.Equal(page, other.Page.Url);
        Assert.DoesNotContain(other.Own, request => request.Contains("POST", StringComparison.Ordinal));
        Assert.Empty(reader.Faults);
    }

    [Fact]
    public async Task The_list_is_exported_and_imported_as_a_file_and_a_hostile_file_brings_nothing()
    {
        await using var reader = await Save("file-1");
        await reader.Page.GotoAsync(List("list-file"));
        var download = await reader.Page.RunAndWaitForDownloadAsync(() => reader.Page.ClickAsync("button:has-text('Export')"));
        await using var stream = await download.CreateReadStreamAsync();
        using var text = new StreamReader(stream);
        var file = await text.ReadToEndAsync(TestContext.Current.CancellationToken);

        await using var other = await news.Open();
        await other.Page.GotoAsync(List("list-file-2"));
        await Import(other, """[{"url":"javascript:alert(1)","title":"evil"},{"url":"https://example.org/<img src=x onerror=alert(1)>","title":"<img src=x>"},null,7]""");
        await other.Page.WaitForSelectorAsync("engagement-bookmarks a");
        Assert.Equal(["<img src=x>"], await other.Page.Locator("engagement-bookmarks a").AllInnerTextsAsync());
        await Import(other, file);
        await other.Page.WaitForSelectorAsync("text=Saved file-1");
        Assert.Empty(other.Faults);
    }

    [Fact]
    public async Task The_page_of_our_own_works_in_the_readers_language()
    {
        await using var reader = await news.Open();
        await reader.Page.GotoAsync($"{news.Engagement}/bookmarks?lang=de");
        await reader.Page.WaitForSelectorAsync("engagement-bookmarks button");

        Assert.Equal("Auf diesem Gerät ist noch nichts gemerkt.", await reader.Page.InnerTextAsync("engagement-bookmarks p"));
        Assert.Empty((await reader.Page.RunAxe()).Violations.Select(violation => violation.Id));
        Assert.Empty(reader.Faults);
    }

    [Fact]
    public async Task A_Mastodon_server_is_remembered_on_the_device_only_when_asked()
    {
        await news.Publish("masto");
        await using var reader = await news.Open();
        await reader.Page.GotoAsync($"{news.Engagement}/buttons/masto/mastodon");
        await reader.Page.FillAsync("#server", "mastodon.social");
        await reader.Page.PressAsync("#server", "Enter");
        await reader.Page.WaitForSelectorAsync("a[data-server]");
        Assert.Equal(0, await reader.Ask<int>("localStorage.length"));

        await reader.Page.CheckAsync("#remember");
        await reader.Page.GotoAsync($"{news.Engagement}/buttons/masto/mastodon");
        await reader.Page.WaitForSelectorAsync(".ngm-servers a");
        Assert.StartsWith("https://mastodon.social/share?text=", await reader.Page.GetAttributeAsync(".ngm-servers a", "href"), StringComparison.Ordinal);
        await reader.Page.ClickAsync(".ngm-servers button");

        Assert.Equal(0, await reader.Ask<int>("localStorage.length"));
        Assert.Empty(reader.Others);
        Assert.Empty(reader.Faults);
    }

    async Task<Reader> Save(params string[] ids)
    {
        var reader = await news.Open();
        foreach (var id in ids)
        {
            await reader.Page.GotoAsync(await news.PutArticle(await news.Publish(id, "Saved " + id)));
            await reader.Ready();
            await reader.Page.ClickAsync("[data-do=bookmark]");
            await Eventually.True(async () => (await news.Site.Counts(id)).GetProperty("bookmarks").GetInt64() == 1, "bookmarked");
        }

        return reader;
    }

    static async Task Import(Reader reader, string content)
    {
        var chooser = await reader.Page.RunAndWaitForFileChooserAsync(() => reader.Page.ClickAsync("button:has-text('Import')"));
        await chooser.SetFilesAsync(new FilePayload { Name = "bookmarks.json", MimeType = "application/json", Buffer = System.Text.Encoding.UTF8.GetBytes(content) });
    }
}
