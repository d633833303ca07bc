using Deque.AxeCore.Playwright;
using Engagement.Tests;
using Engagement.Tests.Counter;
using Xunit;

namespace Engagement.BrowserTests.Buttons;

public sealed class WidgetAloneTests(NewsPages news) : IClassFixture<NewsPages>
{
    string Script => $"<script src=\"{news.Engagement}/share.js\" defer></script>";

    [Theory]
    [InlineData("canonical", "<link rel=\"canonical\" href=\"{0}\">", "")]
    [InlineData("og", "<meta property=\"og:url\" content=\"{0}\">", "")]
    [InlineData("location", "", "")]
    [InlineData("named", "", "<engagement-buttons data-article=\"alone-named\"></engagement-buttons>")]
    [InlineData("script", "", "")]
    public async Task A_page_that_names_only_the_script_gets_buttons_that_count_for_its_article(string how, string head, string body)
    {
        var article = await news.Publish("alone-" + how);
        var page = news.Put(how == "location" ? article.Id : "page-" + how, $"<p>Text.</p>{body}{(how == "script" ? Script.Replace("defer", "data-article=\"alone-script\" async", StringComparison.Ordinal) : Script)}<p>More text.</p>", string.Format(null, head, article.Url));
        await using var reader = await news.Open();
        await reader.Page.GotoAsync(page);
        await reader.Ready();

        Assert.Equal(["GET /share.css", "GET /share.js"], reader.Own.Order(StringComparer.Ordinal));
        Assert.Empty(reader.Others);
        Assert.Empty(await reader.Page.Locator("a button, a a, button button, a .ngm-s").AllAsync());
        await reader.OpenList();
        await reader.Page.WaitForSelectorAsync(".ngm-l [data-to=mastodon]");
        await reader.Context.RunAndWaitForPageAsync(() => reader.Page.ClickAsync(".ngm-r [data-to=bluesky]"));

        await Eventually.True(async () => await news.Site.Shares(article.Id) == 1, "it counted for its article");
        Assert.Empty(reader.Faults);
        Assert.Empty(await reader.Ask<string[]>("breaches"));
        // axe puts a style of its own into the page, so the policy is looked at before.
        Assert.Empty((await reader.Page.Locator("engagement-buttons").RunAxe()).Violations.Select(violation => violation.Id));
    }

    [Fact]
    public async Task No_global_is_left_behind_and_nothing_is_stored_before_the_first_click()
    {
        await using var reader = await news.Open();
        await reader.Page.GotoAsync(news.Put("globals", "<p>Text.</p>" + Script));
        await reader.Ready();

        var before = await reader.Ask<string[]>("(() => { const frame = document.createElement('iframe'); document.body.append(frame); return Object.keys(frame.contentWindow); })()");
        var after = await reader.Ask<string[]>("Object.keys(window)");

        Assert.Empty(after.Except(before).Except(["breaches", "shifts", "0"]));
        Assert.Equal(0, await reader.Ask<int>("localStorage.length + document.cookie.length"));
    }

    [Fact]
    public async Task Nothing_moves_when_style_script_and_buttons_arrive()
    {
        var article = await news.Publish("still");
        await using var reader = await news.Open();

        foreach (var page in new[]
        {
            await news.PutArticle(article),
            news.Put("place", $"<p>Text.</p><engagement-buttons data-article=\"still\"></engagement-buttons><p>After.</p>", $"<link rel=\"stylesheet\" href=\"{news.Engagement}/share.css\">{Script}"),
        })
        {
            await reader.Page.GotoAsync(page);
            await reader.Ready();
            await reader.Ask<object>("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");

            // What is told in order is complete when this one, which does move the page, is told.
            await reader.Ask<object>("new Promise(done => setTimeout(() => { document.body.prepend(Object.assign(document.createElement('div'), { style: 'height: 200px' })); done(); }, 0))");
            await reader.Page.WaitForFunctionAsync("() => shifts.length > 0");
            Assert.Single(await reader.Ask<double[]>("shifts"));
        }
    }

    [Fact]
    public async Task While_the_server_is_away_sharing_works_and_the_event_is_told_later_once()
    {
        var article = await news.Publish("away");
        await using var reader = await news.Open();
        await reader.Page.GotoAsync(news.Put("page-away", "<p>Text.</p>" + Script, $"<link rel=\"canonical\" href=\"{article.Url}\">"));
        await reader.Ready();
        await reader.Context.RouteAsync($"{news.Engagement}/**", route => route.AbortAsync());

        await reader.OpenList();
        var elsewhere = await reader.Context.RunAndWaitForPageAsync(() => reader.Page.ClickAsync(".ngm-l [data-to=x]"));
        await elsewhere.WaitForURLAsync("https://x.com/intent/**");
        await reader.Page.ClickAsync("[data-do=bookmark]");
        await reader.Page.WaitForFunctionAsync("() => JSON.parse(localStorage['engagement.later'] || '[]').length == 2");
        Assert.Equal(0, await news.Site.Shares("away"));

        await reader.Context.UnrouteAllAsync();
        await reader.Page.ReloadAsync();
        await Eventually.True(async () => await news.Site.Shares("away") == 1, "told later");
        await reader.Page.ReloadAsync();
        await reader.Ready();
        Assert.Equal(1, await news.Site.Shares("away"));
        Assert.Equal("[]", await reader.Ask<string>("localStorage['engagement.later']"));
    }

    [Fact]
    public async Task While_the_server_never_answers_the_share_sheet_opens_with_the_readers_click_and_links_lead_on()
    {
        await using var reader = await news.Open();
        await reader.Context.AddInitScriptAsync("navigator.share = data => { window.active = navigator.userActivation.isActive; return Promise.resolve(); };");
        await reader.Page.GotoAsync(await news.PutArticle(await news.Publish("stuck")));
        await reader.Ready();
        // Held open and never answered.
        await reader.Context.RouteAsync($"{news.Engagement}/**", _ => Task.CompletedTask);

        await reader.OpenList();
        await reader.Page.ClickAsync(".ngm-l [data-do=native]");
        var elsewhere = await reader.Context.RunAndWaitForPageAsync(() => reader.Page.ClickAsync(".ngm-l [data-to=telegram]"));

        await elsewhere.WaitForURLAsync("https://t.me/share/**");
        Assert.True(await reader.Ask<bool>("active"));
    }

    [Fact]
    public async Task A_long_title_is_cut_between_characters_and_fits_what_X_takes()
    {
        await using var reader = await news.Open();
        var family = "\U0001F468\u200D\U0001F469\u200D\U0001F467";
        await reader.Page.GotoAsync(news.Put("long", "<p>Text.</p>" + Script, $"<meta property=\"og:title\" content=\"{string.Concat(Enumerable.Repeat("条約 " + family, 60))}\">"));
        await reader.Ready();

        var text = await reader.Ask<string>("new URL(document.querySelector('[data-to=x]').href).searchParams.get('text')");

        Assert.EndsWith("…", text, StringComparison.Ordinal);
        Assert.True(Engagement.Platform.Text.TextLimit.X.Fits(text + " https://example.org/a"));
        Assert.DoesNotContain("\uFFFD", text, StringComparison.Ordinal);
    }
}
