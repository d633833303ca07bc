using Engagement.Tests;
using Engagement.Tests.Counter;
using Xunit;

namespace Engagement.BrowserTests.Buttons;

public sealed class ClickTests(NewsPages news) : IClassFixture<NewsPages>
{
    [Fact]
    public async Task Without_scripts_the_list_opens_the_link_leads_to_the_network_and_the_click_counts()
    {
        var article = await news.Publish("no-script");
        await using var reader = await news.Open(new() { JavaScriptEnabled = false });
        await reader.Page.GotoAsync(await news.PutArticle(article));

        await reader.OpenList();
        var elsewhere = await reader.Context.RunAndWaitForPageAsync(() => reader.Page.ClickAsync(".ngm-l a[data-to=facebook]"));

        await elsewhere.WaitForURLAsync("https://www.facebook.com/sharer/**");
        await Eventually.True(async () => await news.Site.Shares("no-script") == 1, "the ping counted");
        Assert.False(await reader.Page.IsVisibleAsync("[data-do=bookmark]"));
    }

    [Fact]
    public async Task A_click_counts_once_by_the_beacon_and_not_again_by_the_ping()
    {
        var article = await news.Publish("one-click");
        await using var reader = await news.Open();
        await reader.Page.GotoAsync(await news.PutArticle(article));
        await reader.Ready();

        await reader.Context.RunAndWaitForPageAsync(() => reader.Page.ClickAsync(".ngm-r a[data-to=x]"));
        await reader.OpenList();
        await reader.Context.RunAndWaitForPageAsync(() => reader.Page.ClickAsync(".ngm-l a[data-to=reddit]"));
        await reader.Context.RunAndWaitForPageAsync(() => reader.Page.ClickAsync(".ngm-l a[data-kind=follow]"));

        await Eventually.True(async () => await news.Site.Shares("one-click") == 2, "two shares, and a follow that is none");
        Assert.Equal(3, reader.Own.Count(request => request == "POST /e"));
        Assert.DoesNotContain(reader.Own, request => request.Contains("/go/", StringComparison.Ordinal));
        Assert.Empty(reader.Faults);
        Assert.Empty(await reader.Ask<string[]>("breaches"));
    }

    [Fact]
    public async Task The_list_opens_on_click_closes_with_Esc_or_with_the_focus_and_gives_it_back()
    {
        var article = await news.Publish("keyboard");
        await using var reader = await news.Open();
        await reader.Page.GotoAsync(await news.PutArticle(article));
        await reader.Ready();

        await reader.Page.FocusAsync("engagement-buttons summary");
        await reader.Page.Keyboard.PressAsync("Enter");
        await reader.Page.Keyboard.PressAsync("Tab");
        Assert.Equal("x", await reader.Ask<string>("document.activeElement.dataset.to"));
        await reader.Page.Keyboard.PressAsync("Escape");

        Assert.False(await reader.Ask<bool>("document.querySelector('.ngm-d').open"));
        Assert.Equal("SUMMARY", await reader.Ask<string>("document.activeElement.tagName"));
        await reader.OpenList();
        await reader.Page.FocusAsync(".ngm-l li:last-child a");
        await reader.Page.Keyboard.PressAsync("Tab");
        Assert.Equal("x", await reader.Ask<string>("document.activeElement.dataset.to"));
        Assert.False(await reader.Ask<bool>("document.querySelector('.ngm-d').open"));
        await reader.OpenList();
        await reader.Page.ClickAsync("h1");
        Assert.False(await reader.Ask<bool>("document.querySelector('.ngm-d').open"));
    }

    [Fact]
    public async Task The_target_that_was_used_last_comes_first_next_time()
    {
        var article = await news.Publish("last-used");
        await using var reader = await news.Open();
        var page = await news.PutArticle(article);
        await reader.Page.GotoAsync(page);
        await reader.Ready();
        Assert.Equal(0, await reader.Ask<int>("localStorage.length"));
        await reader.OpenList();
        await reader.Context.RunAndWaitForPageAsync(() => reader.Page.ClickAsync(".ngm-l a[data-to=telegram]"));

        await reader.Page.GotoAsync(page);
        await reader.Ready();
        await reader.OpenList();

        await reader.Page.WaitForSelectorAsync(".ngm-l li:first-child [data-to=telegram]");
    }

    [Fact]
    public async Task Copy_print_and_the_devices_own_share_sheet_work_and_count()
    {
        var article = await news.Publish("device");
        await using var reader = await news.Open(new() { Permissions = ["clipboard-read", "clipboard-write"] });
        await reader.Context.AddInitScriptAsync("""
            window.print = () => window.printed = true;
            navigator.share = data => { window.shared = { ...data, active: navigator.userActivation.isActive }; return Promise.resolve(); };
            """);
        await reader.Page.GotoAsync(await news.PutArticle(article));
        await reader.Ready();

        await reader.Page.ClickAsync(".ngm-r [data-do=copy]");
        await reader.OpenList();
        await reader.Page.ClickAsync(".ngm-l [data-do=print]");
        await reader.Page.ClickAsync(".ngm-l [data-do=native]");

        await Eventually.True(async () => await news.Site.Shares("device") == 3, "copied, printed and shared");
        Assert.Equal(article.Url, await reader.Ask<string>("navigator.clipboard.readText()"));
        Assert.Equal("Link copied", await reader.Page.InnerTextAsync("[role=status]"));
        Assert.True(await reader.Ask<bool>("printed"));
        Assert.True(await reader.Ask<bool>("shared.active"));
        Assert.Equal(article.Url, await reader.Ask<string>("shared.url"));
    }

    [Fact]
    public async Task A_bookmark_is_kept_on_the_device_after_the_click_and_counts_up_and_down_once()
    {
        var article = await news.Publish("bookmark");
        await using var reader = await news.Open();
        await reader.Page.GotoAsync(await news.PutArticle(article));
        await reader.Ready();
        var button = reader.Page.Locator("[data-do=bookmark]");

        await button.ClickAsync();
        await Eventually.True(async () => (await news.Site.Counts("bookmark")).GetProperty("bookmarks").GetInt64() == 1, "bookmarked");
        Assert.Equal("true", await button.GetAttributeAsync("aria-pressed"));
        await reader.Page.ReloadAsync();
        await reader.Ready();
        Assert.Equal("true", await button.GetAttributeAsync("aria-pressed"));
        await button.ClickAsync();

        await Eventually.True(async () => (await news.Site.Counts("bookmark")).GetProperty("bookmarks").GetInt64() == 0, "taken back");
        Assert.Equal("false", await button.GetAttributeAsync("aria-pressed"));
    }

    [Fact]
    public async Task Two_copies_of_the_script_and_articles_that_are_scrolled_in_count_each_for_itself()
    {
        var first = await news.Publish("scroll-1");
        await news.Publish("scroll-2");
        var second = await news.Site.Reader.GetStringAsync("/buttons/scroll-2", TestContext.Current.CancellationToken);
        await using var reader = await news.Open();
        await reader.Page.GotoAsync(await news.PutArticle(first, more: $"<script src=\"{news.Engagement}/share.js\" defer></script><script src=\"{news.Engagement}/share.de.js\" defer></script>"));
        await reader.Ready();

        await reader.Page.EvaluateAsync("html => document.querySelector('main').insertAdjacentHTML('beforeend', trustedTypes.createPolicy('site', { createHTML: text => text }).createHTML(html))", second);
        await reader.Context.RunAndWaitForPageAsync(() => reader.Page.ClickAsync("[data-article=scroll-2] .ngm-r a[data-to=x]"));
        await reader.Context.RunAndWaitForPageAsync(() => reader.Page.ClickAsync("[data-article=scroll-1] .ngm-r a[data-to=x]"));

        await Eventually.True(async () => await news.Site.Shares("scroll-1") == 1 && await news.Site.Shares("scroll-2") == 1, "one each");
        Assert.Equal(2, reader.Own.Count(request => request == "POST /e"));
        Assert.Empty(reader.Faults);
    }

    [Fact]
    public async Task Buttons_that_the_page_wrote_itself_keep_their_order_take_its_colours_and_count()
    {
        var article = await news.Publish("own-markup");
        await using var reader = await news.Open(new() { BypassCSP = true });
        await reader.Page.GotoAsync(news.Put("own-markup", $$"""
            <style>main { --ngm-line: rgb(1, 2, 3); --ngm-radius: 0; --ngm-surface: rgb(4, 5, 6); font: 20px serif; color: rgb(7, 8, 9) }</style>
            <engagement-buttons class="ngm" data-article="own-markup" data-url="{{article.Url}}">
            <button type="button" class="ngm-b" data-do="bookmark" aria-pressed="false">Keep</button>
            <details class="ngm-d">
            <summary class="ngm-b">Pass on</summary>
            <ul class="ngm-l"><li><a class="ngm-b" data-to="vk" href="https://vk.com/share.php" target="_blank" rel="noopener">VK</a></li><li><a class="ngm-b" data-to="ok" href="https://connect.ok.ru/offer" target="_blank" rel="noopener">OK</a></li></ul>
            </details>
            <span class="ngm-s" role="status"></span></engagement-buttons>
            """, $"<link rel=\"stylesheet\" href=\"{news.Engagement}/share.css\"><script src=\"{news.Engagement}/share.js\" async></script>"));
        await reader.Ready();

        await reader.Page.RunAndWaitForResponseAsync(reader.OpenList, answer => answer.Url.Contains("/buttons/own-markup", StringComparison.Ordinal));
        await reader.Context.RunAndWaitForPageAsync(() => reader.Page.ClickAsync("[data-to=ok]"));
        await reader.Page.Keyboard.PressAsync("Escape");

        Assert.Equal("SUMMARY", await reader.Ask<string>("document.activeElement.tagName"));
        Assert.Empty(reader.Faults);
        await Eventually.True(async () => await news.Site.Shares("own-markup") == 1, "it counted");
        Assert.Equal(["VK", "OK"], await reader.Page.Locator(".ngm-l a").AllTextContentsAsync());
        Assert.Equal("rgb(4, 5, 6) 0px rgb(1, 2, 3)", await reader.Ask<string>("(style => [style.backgroundColor, style.borderRadius, style.borderTopColor].join(' '))(getComputedStyle(document.querySelector('.ngm-l')))"));
        Assert.Equal("rgb(7, 8, 9) serif", await reader.Ask<string>("(style => style.color + ' ' + style.fontFamily)(getComputedStyle(document.querySelector('[data-do=bookmark]')))"));
    }
}
