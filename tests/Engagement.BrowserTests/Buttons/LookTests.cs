using Deque.AxeCore.Playwright;
using Engagement.Counter.Buttons;
using Microsoft.Playwright;
using Xunit;

namespace Engagement.BrowserTests.Buttons;

public sealed class LookTests(NewsPages news) : IClassFixture<NewsPages>
{
    [Theory]
    [InlineData("light", "en", 1280)]
    [InlineData("dark", "en", 1280)]
    [InlineData("light", "he", 1280)]
    [InlineData("light", "de", 320)]
    [InlineData("dark", "ru", 320)]
    [InlineData("forced", "en", 900)]
    [InlineData("light", "ar", 320)]
    [InlineData("zoomed", "en", 320)]
    public async Task Buttons_and_pages_are_without_axe_violations_fit_their_window_and_have_their_picture_taken(string look, string language, int width)
    {
        var article = await news.Publish($"look-{look}-{language}-{width}", language: language);
        await Count(article.Id);
        await using var reader = await news.Open(new()
        {
            // What a browser makes of a window of 1280 × 720 at 400 %: fewer, larger pixels.
            ViewportSize = look == "zoomed" ? new() { Width = width, Height = 180 } : new() { Width = width, Height = 700 },
            DeviceScaleFactor = look == "zoomed" ? 4 : 1,
            ColorScheme = look == "dark" ? ColorScheme.Dark : ColorScheme.Light,
            ForcedColors = look == "forced" ? ForcedColors.Active : ForcedColors.None,
            ReducedMotion = ReducedMotion.Reduce,
            HasTouch = width == 320 && look != "zoomed",
            IsMobile = width == 320 && look != "zoomed",
            BypassCSP = true,
        });
        await reader.Page.GotoAsync(await news.PutArticle(article, "", $"lang=\"{language}\"{(language is "he" or "ar" ? " dir=\"rtl\"" : "")} style=\"color-scheme: light dark; font-family: sans-serif\""));
        await reader.Ready();
        await Check(reader, $"closed-{look}-{language}-{width}");
        await reader.OpenList();
        await Check(reader, $"open-{look}-{language}-{width}");
        foreach (var page in new[] { "qr", "mastodon", "mastodon?server=mastodon.social", "mastodon?server=nonsense" })
        {
            await reader.Page.GotoAsync($"{news.Engagement}/buttons/{article.Id}/{page}");
            await Check(reader, $"{page.Replace('?', '-').Replace('=', '-')}-{look}-{language}-{width}");
        }

        if ((look, language, width) is not (_, "ru" or "ar", _) and not ("forced", _, _))
        {
            return;
        }

        await reader.Ask<object>("""
            localStorage['engagement.saved'] = JSON.stringify([{ url: 'https://example.org/a', title: 'Treaty enters into force after a decade of talks' }, { url: 'https://example.org/b', title: 'Donaudampfschifffahrtsgesellschaftskapitänsmütze' }])
            """);
        await reader.Page.GotoAsync($"{news.Engagement}/bookmarks?lang={language}");
        await reader.Page.ClickAsync("engagement-bookmarks .ngm-row button:nth-child(2)");
        await reader.Page.WaitForSelectorAsync(".ngm-qr svg");
        await Check(reader, $"bookmarks-{look}-{language}-{width}");
    }

    // Some seconds: 28 languages, two pages each.
    [Fact]
    public async Task In_every_language_the_buttons_with_letters_twice_as_large_and_the_picker_fit_the_smallest_phone()
    {
        var article = await news.Publish("look-languages");
        await Count(article.Id);
        await using var reader = await news.Open(new() { ViewportSize = new() { Width = 320, Height = 640 }, HasTouch = true, IsMobile = true, BypassCSP = true });
        foreach (var words in new Languages(new()).All)
        {
            await reader.Page.GotoAsync(await news.PutArticle(article, $"?lang={words.Code}", $"lang=\"{words.Code}\" dir=\"{words.Dir}\" style=\"font: 200% sans-serif\""));
            await reader.Ready();
            await reader.OpenList();
            await Fits(reader, $"open-{words.Code}");
            await reader.Page.GotoAsync($"{news.Engagement}/buttons/{article.Id}/mastodon?server=nonsense&lang={words.Code}");
            await Fits(reader, $"picker-{words.Code}");
        }
    }

    [Fact]
    public async Task Every_language_counts_as_browsers_do()
    {
        await using var reader = await news.Open();
        await reader.Page.GotoAsync(news.Put("plural", "<p>Text.</p>"));
        var languages = new Languages(new()).All.Select(words => words.Code).ToArray();
        long[] numbers = [.. Enumerable.Range(0, 1_200).Select(n => (long)n), 1_000_000, 1_000_001, 2_000_000];

        var browser = await reader.Page.EvaluateAsync<Dictionary<string, string[]>>(
            "([languages, numbers]) => Object.fromEntries(languages.map(l => [l, numbers.map(n => new Intl.PluralRules(l).select(n))]))", new object[] { languages, numbers });

        Assert.All(languages, language => Assert.Equal(browser[language], numbers.Select(number => PluralRule.Of(language, number))));
    }

    static async Task Check(Reader reader, string name)
    {
        await reader.Page.ScreenshotAsync(new() { Path = Path.Combine(Chromium.Screenshots("buttons"), name + ".png") });
        var violations = (await reader.Page.RunAxe()).Violations;
        Assert.True(violations.Length == 0, name + ": " + string.Join("\n", violations.Select(violation =>
            $"{violation.Id}: {string.Join(" | ", violation.Nodes.Take(3).Select(node => node.Html + " " + string.Join(' ', node.Any.Select(check => check.Message))))}")));
        await Fits(reader, name);
        Assert.True(await reader.Ask<bool>("[...document.querySelectorAll('.ngm-b')].every(one => !one.checkVisibility() || one.getBoundingClientRect().height >= (matchMedia('(pointer: coarse)').matches ? 44 : 28))"),
            $"{name} has a button that is too small");
    }

    static async Task Fits(Reader reader, string name)
    {
        // A phone shrinks a page that is too wide, and its innerWidth grows: what it has is its screen.
        Assert.True(await reader.Ask<bool>("document.scrollingElement.scrollWidth <= Math.min(innerWidth, screen.width)"), $"{name} is wider than its window");
        Assert.Equal("", await reader.Ask<string>("[...document.querySelectorAll('.ngm-b')].filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.textContent).join()"));
    }

    async Task Count(string article)
    {
        foreach (var target in new[] { "x", "x", "bluesky" })
        {
            await Engagement.Tests.Counter.Readers.Beacon(news.Site.Reader, Engagement.Tests.Counter.Readers.Share(article, target));
        }
    }
}
