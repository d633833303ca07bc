using System.Text;
using System.Text.RegularExpressions;
using Engagement.Counter.Buttons;
using Engagement.Counter.Widget;
using Engagement.Tests;
using Engagement.Tests.Counter;
using Xunit;

namespace Engagement.BrowserTests.Buttons;

/// <summary>Phones that get no updates any more: what browsers of 2019 (Chrome 75, Firefox 67, Safari 12.1) have is enough.</summary>
public sealed class OldBrowserTests(NewsPages news) : IClassFixture<NewsPages>
{
    /// <summary>Takes away what came after 2019 and is found at run time.</summary>
    const string Forget = """
        for (const name of ['ariaPressed', 'ariaLabel', 'role', 'replaceChildren', 'checkVisibility']) delete Element.prototype[name];
        for (const name of ['replaceAll', 'at', 'matchAll']) delete String.prototype[name];
        for (const name of ['at', 'findLast']) delete Array.prototype[name];
        for (const name of ['arrayBuffer', 'text', 'stream']) delete Blob.prototype[name];
        delete Intl.Segmenter; delete AbortSignal.timeout; delete window.trustedTypes; delete Promise.any; delete Object.fromEntries; delete crypto.randomUUID;
        for (const owner of [Element.prototype, Document.prototype]) for (const name of ['querySelector', 'querySelectorAll', 'closest', 'matches']) {
            const now = owner[name];
            if (now) owner[name] = function (selector) {
                if (/:has|:is|:where/.test(selector)) throw new SyntaxError(selector);
                return now.call(this, selector);
            };
        }
        """;

    static readonly WidgetFiles Files = new(new Languages(new()));

    [Theory]
    [InlineData("share.en.js")]
    [InlineData("bookmarks.en.js")]
    [InlineData("picker.js")]
    public void No_script_uses_syntax_that_came_after_2019(string file)
    {
        // Texts and patterns may hold anything.
        var script = Regex.Replace(Encoding.UTF8.GetString(Files.Find(file)!.Content), """'[^']*'|"[^"]*"|/\\[^/]+/""", "0", RegexOptions.None, TimeSpan.FromSeconds(1));

        Assert.DoesNotMatch(@"\?\.[^\d]|\?\?|\|\|=|&&=|\*\*=|#\w+[(=;]|\bstatic\b|\bawait\s+import|\bimport\(|\d_\d|\(\?<", script);
    }

    [Fact]
    public async Task A_browser_of_2019_shares_bookmarks_and_lists_what_it_saved()
    {
        var article = await news.Publish("old-phone");
        await using var reader = await news.Open(new() { BypassCSP = true });
        await reader.Context.AddInitScriptAsync(Forget);
        await reader.Page.GotoAsync(await news.PutArticle(article));
        await reader.Ready();

        await reader.Page.ClickAsync("[data-do=bookmark]");
        Assert.Equal("true", await reader.Page.GetAttributeAsync("[data-do=bookmark]", "aria-pressed"));
        await reader.OpenList();
        await reader.Context.RunAndWaitForPageAsync(() => reader.Page.ClickAsync(".ngm-l [data-to=whatsapp]"));
        await Eventually.True(async () => await news.Site.Shares("old-phone") == 1, "the share counted");

        await reader.Page.GotoAsync(news.Put("old-alone", $"<p>Text.</p><script src=\"{news.Engagement}/share.js\"></script>", $"<link rel=\"canonical\" href=\"{article.Url}\">"));
        await reader.Ready();
        await reader.Context.RunAndWaitForPageAsync(() => reader.Page.ClickAsync(".ngm-r [data-to=x]"));
        await Eventually.True(async () => await news.Site.Shares("old-phone") == 2, "the share on a page that names only the script counted");

        await reader.Page.GotoAsync(news.Put("old-list", "<engagement-bookmarks></engagement-bookmarks>", $"<script src=\"{news.Engagement}/share/bookmarks.en.js\" defer></script>"));
        Assert.Equal("Treaty enters into force after a decade of talks", await reader.Page.InnerTextAsync("engagement-bookmarks a"));
        await reader.Page.ClickAsync("button:has-text('Move to another')");
        await reader.Page.WaitForSelectorAsync(".ngm-qr svg");
        await reader.Page.ClickAsync("button:has-text('Remove')");
        await Eventually.True(async () => (await news.Site.Counts("old-phone")).GetProperty("bookmarks").GetInt64() == 0, "taken back");
        Assert.Empty(reader.Faults);
    }
}
