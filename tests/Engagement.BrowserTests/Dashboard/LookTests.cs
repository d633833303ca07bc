using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace Engagement.BrowserTests.Dashboard;

public sealed class LookTests(Newsroom newsroom) : IClassFixture<Newsroom>
{
    static readonly (string Name, string Path)[] Pages =
    [
        ("now", "/"), ("wall", "/?kiosk=1"), ("articles", "/articles"), ("nothing-found", "/articles?tag=nothing"), ("article", "/articles/2026-213"),
        ("article-unknown", "/articles/unknown"), ("posts", "/posts"), ("posts-empty", "/posts?state=Rejected"), ("leaders", "/leaders?window=7d"),
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
        foreach (var (name, path) in Pages)
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
        await page.Keyboard.PressAsync("g");
        await page.Keyboard.PressAsync("p");

        await page.WaitForURLAsync("**/posts");
        Assert.Empty(complaints);
        await page.Context.CloseAsync();
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
