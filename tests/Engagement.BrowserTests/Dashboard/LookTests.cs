using Deque.AxeCore.Playwright;
using Engagement.Tests;
using Microsoft.Playwright;
using Xunit;

namespace Engagement.BrowserTests.Dashboard;

public sealed class LookTests(Newsroom newsroom) : IClassFixture<Newsroom>
{
    static readonly (string Name, string Path)[] Pages =
    [
        ("now", "/"), ("wall", "/?kiosk=1"), ("articles", "/articles"), ("nothing-found", "/articles?tag=nothing"), ("article", "/articles/2026-213"),
        ("article-unknown", "/articles/unknown"), ("posts", "/posts"), ("posts-empty", "/posts?state=Rejected"), ("leaders", "/leaders?window=7d"),
        ("articles-compared", "/articles?sort=shared&compare=7d"), ("article-first-days", "/articles/2026-213?range=first"), ("calendar", "/posts/calendar"),
        ("calendar-week", "/posts/calendar?view=week"), ("account", "/posts/account"), ("webhooks", "/site/webhooks"),
        ("site", "/site"), ("system", "/system"), ("people", "/people"),
    ];

    [Theory]
    [InlineData("light", 1280)]
    [InlineData("dark", 1280)]
    [InlineData("light", 390)]
    [InlineData("dark", 320)]
    [InlineData("dark", 1920)]
    public async Task Every_page_is_without_axe_violations_fits_its_window_and_has_its_picture_taken(string theme, int width)
    {
        var (page, complaints) = await newsroom.SignIn(theme == "dark" ? ColorScheme.Dark : ColorScheme.Light, width);
        var wrong = new List<string>();
        // On a wall hangs the first screen; the others look there as at 1280.
        foreach (var (name, path) in Pages.Where(shown => width < 1920 || shown.Name is "now" or "wall" or "calendar"))
        {
            await page.GotoAsync(path);
            await page.ScreenshotAsync(new() { Path = Path.Combine(Newsroom.Screenshots, $"{name}-{theme}-{width}.png"), FullPage = true });
            wrong.AddRange((await page.RunAxe()).Violations.Select(violation =>
                $"{name}: {violation.Id} {string.Join(" | ", violation.Nodes.Take(3).Select(node => node.Html))}"));
            if (await page.EvaluateAsync<int>("document.scrollingElement.scrollWidth") is var wide && wide > width)
            {
                wrong.Add($"{name}: {wide} px wide in a window of {width}");
            }
        }

        await page.Context.CloseAsync();
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
        // The page that is meant to be missing is reported by the browser as such.
        Assert.DoesNotContain(complaints, complaint => !complaint.Contains("404", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_sign_in_page_is_without_axe_violations_and_says_what_a_wrong_key_means()
    {
        var (page, _) = await newsroom.SignIn();
        await page.Context.ClearCookiesAsync();
        await page.GotoAsync("/");
        await page.FillAsync("input[name=key]", "wrong");
        await page.PressAsync("input[name=key]", "Enter");

        await page.WaitForSelectorAsync("[role=status]");

        Assert.Contains("This key opens nothing", await page.InnerTextAsync("[role=status]"), StringComparison.Ordinal);
        Assert.Empty((await page.RunAxe()).Violations);
        await page.ScreenshotAsync(new() { Path = Path.Combine(Newsroom.Screenshots, "sign-in-light-1280.png") });
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData("de-DE", "Artikel", "Teilungen")]
    [InlineData("ru-RU", "Статьи", "Репосты")]
    public async Task Pages_speak_the_language_of_the_browser(string locale, string heading, string column)
    {
        var (page, _) = await newsroom.SignIn(locale: locale);

        await page.GotoAsync("/articles");

        Assert.Equal(heading, await page.InnerTextAsync("h1"));
        Assert.Contains(column, await page.InnerTextAsync("thead"), StringComparison.Ordinal);
        await page.ScreenshotAsync(new() { Path = Path.Combine(Newsroom.Screenshots, $"articles-{locale}.png"), FullPage = true });
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_keyboard_alone_reaches_the_content_and_the_first_article()
    {
        var (page, _) = await newsroom.SignIn();
        await page.GotoAsync("/articles");

        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("Skip to the content", await page.EvaluateAsync<string>("document.activeElement.textContent"));
        await page.Keyboard.PressAsync("Enter");
        Assert.Equal("main", await page.EvaluateAsync<string>("document.activeElement.id"));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Two_keys_lead_to_a_page_and_a_question_mark_shows_which()
    {
        var (page, complaints) = await newsroom.SignIn();

        await page.Keyboard.PressAsync("?");
        await page.WaitForSelectorAsync("dialog[open]");
        await page.ScreenshotAsync(new() { Path = Path.Combine(Newsroom.Screenshots, "shortcuts-light-1280.png") });
        await page.Keyboard.PressAsync("Escape");
        // Both must come within three seconds, which a machine with other things to do may miss.
        await Eventually.True(async () =>
        {
            await page.Keyboard.PressAsync("g");
            await page.Keyboard.PressAsync("p");
            return page.Url.EndsWith("/posts", StringComparison.Ordinal);
        }, "the keys lead to the posts", 30);

        Assert.Empty(complaints);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_post_is_cancelled_and_taken_back_and_moved_on_the_calendar_by_keyboard_alone()
    {
        var (page, complaints) = await newsroom.SignIn();
        var id = await newsroom.Held();
        await page.GotoAsync($"/posts/{id}");

        await page.FocusAsync("button.danger");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync(".undo button");
        await page.ScreenshotAsync(new() { Path = Path.Combine(Newsroom.Screenshots, "post-undo-light-1280.png"), FullPage = true });
        await page.FocusAsync(".undo button");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync("text=Undone");

        await page.GotoAsync($"/posts/calendar?move={id}");
        Assert.Empty((await page.RunAxe()).Violations);
        await page.ScreenshotAsync(new() { Path = Path.Combine(Newsroom.Screenshots, "calendar-move-light-1280.png"), FullPage = true });
        await page.FocusAsync("button[name=day] >> nth=-1");
        await page.Keyboard.PressAsync("Enter");

        await page.WaitForSelectorAsync("text=Saved: it is sent at this time");
        Assert.Empty(complaints);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task What_is_written_is_counted_and_shown_as_the_network_would_while_it_is_written()
    {
        var (page, complaints) = await newsroom.SignIn();
        await page.GotoAsync($"/posts/{await newsroom.Held()}");

        await page.FillAsync("textarea", "A flag 🇩🇪 counts two https://example.org/a-link-of-any-length-counts-twenty-three #Treaty");

        await page.WaitForSelectorAsync("[data-preview] >> text=52 / 280");
        Assert.Equal("#Treaty", await page.InnerTextAsync("[data-preview] .link >> nth=-1"));
        Assert.Empty(complaints);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task No_page_weighs_more_than_60_KB_with_all_that_it_loads()
    {
        var (page, _) = await newsroom.SignIn();
        var heavy = new List<string>();
        foreach (var (name, path) in Pages.Where(page => page.Name != "site"))
        {
            await page.GotoAsync(path, new() { WaitUntil = WaitUntilState.Load });
            var bytes = await page.EvaluateAsync<int>("[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].reduce((sum, one) => sum + one.encodedBodySize, 0)");
            if (bytes is 0 or > 60_000)
            {
                heavy.Add($"{name}: {bytes} bytes");
            }
        }

        await page.Context.CloseAsync();
        Assert.True(heavy.Count == 0, string.Join("\n", heavy));
    }

    [Fact]
    public async Task The_first_paint_of_every_page_comes_within_a_tenth_of_a_second()
    {
        const int limit = 100;
        var (page, _) = await newsroom.SignIn();
        var slow = new List<string>();
        foreach (var (name, path) in Pages)
        {
            // What the page can do: a machine with other things to do is slower now and then.
            var best = double.MaxValue;
            for (var look = 0; look < 12 && best > limit; look++)
            {
                await page.GotoAsync(path, new() { WaitUntil = WaitUntilState.Load });
                best = Math.Min(best, await page.EvaluateAsync<double>("new Promise(told => { const look = () => { const paint = performance.getEntriesByName('first-paint')[0]; paint ? told(paint.startTime) : setTimeout(look, 5) }; look() })"));
            }

            if (best > limit)
            {
                slow.Add($"{name}: {best:0} ms");
            }
        }

        await page.Context.CloseAsync();
        Assert.True(slow.Count == 0, string.Join("\n", slow));
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Pages_that_show_a_secret_once_are_without_axe_violations(ColorScheme theme)
    {
        var (page, complaints) = await newsroom.SignIn(theme);
        var unique = $"{theme}".ToLowerInvariant();

        await page.GotoAsync("/site");
        await page.FillAsync("form[action='/site/keys'] input[name=name]", $"CMS {unique}");
        await page.CheckAsync("form[action='/site/keys'] input[name=scopes] >> nth=0");
        await Shown("form[action='/site/keys'] button", "key-once");

        await page.GotoAsync("/site/webhooks");
        await page.FillAsync("form[action='/site/webhooks'] input[name=url]", $"https://example.org/hooks/{unique}");
        await Shown("form[action='/site/webhooks'] button", "webhook-once");

        await page.GotoAsync("/people");
        await page.FillAsync("form[action='/people/links'] input[name=name]", $"The board {unique}");
        await Shown("form[action='/people/links'] button", "link-once");

        await page.FillAsync("form[action='/people'] input[name=name]", $"Anna {unique}");
        await page.FillAsync("form[action='/people'] input[name=password]", "correct horse battery");
        await page.ClickAsync("form[action='/people'] button");
        await page.WaitForSelectorAsync($"td:has-text('Anna {unique}')");
        await page.Context.ClearCookiesAsync();
        await page.GotoAsync("/");
        await page.FillAsync("input[name=name]", $"Anna {unique}");
        await page.FillAsync("input[name=key]", "correct horse battery");
        await page.PressAsync("input[name=key]", "Enter");
        await page.WaitForSelectorAsync("header.bar");
        await page.GotoAsync("/people");
        await Shown("a[href^='/people?second-step=1']", "second-step-once", "img.qr");

        Assert.Empty(complaints);
        await page.Context.CloseAsync();

        async Task Shown(string button, string name, string secret = "[role=status] pre")
        {
            await page.ClickAsync(button);
            await page.WaitForSelectorAsync(secret);
            await page.ScreenshotAsync(new() { Path = Path.Combine(Newsroom.Screenshots, $"{name}-{unique}-1280.png"), FullPage = true });
            Assert.Empty((await page.RunAxe()).Violations);
        }
    }

    [Fact]
    public async Task Without_scripts_everything_is_there_and_the_first_screen_refreshes_itself()
    {
        var (page, _) = await newsroom.SignIn(scripts: false);

        await page.GotoAsync("/");

        Assert.Equal("30", await page.GetAttributeAsync("meta[http-equiv=refresh]", "content"));
        Assert.True(await page.Locator(".leaders tbody tr").CountAsync() > 3);
        await page.GotoAsync("/?pause=1");
        Assert.Equal(0, await page.Locator("meta[http-equiv=refresh]").CountAsync());
        await page.Context.CloseAsync();
    }
}
