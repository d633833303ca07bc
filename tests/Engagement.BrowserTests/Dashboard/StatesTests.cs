using System.Net.Http.Json;
using Deque.AxeCore.Playwright;
using Engagement.Tests;
using Microsoft.Playwright;
using Xunit;

namespace Engagement.BrowserTests.Dashboard;

/// <summary>Pages before there is anything, when there is far too much, and when nobody answers.</summary>
public sealed class StatesTests(Chromium chromium)
{
    static readonly (string Name, string Path)[] Pages =
    [
        ("now", "/"), ("articles", "/articles"), ("articles-shared", "/articles?sort=shared&compare=7d"), ("posts", "/posts"), ("calendar", "/posts/calendar"),
        ("leaders", "/leaders?window=7d"), ("site", "/site"), ("system", "/system"),
    ];

    static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_site_says_on_every_page_what_to_do_first()
    {
        await using var site = await TestSite.Start();
        await Look(site, "empty");
    }

    [Fact]
    public async Task Where_no_service_answers_every_page_says_so_and_stands()
    {
        const string nobody = "http://127.0.0.1:1/";
        await using var site = await TestSite.Start(settings: [("Engagement:Services", "dashboard"), .. new[] { "intake", "publisher", "counter", "popularity" }.Select(name => ($"Engagement:Peers:{name}", nobody))]);
        await Look(site, "error");
    }

    [Fact]
    public async Task Thousands_of_articles_long_words_and_huge_counts_keep_every_page_in_its_window()
    {
        const int many = 1_000;
        await using var site = await TestSite.Start(settings: ("Engagement:Queue:Approval", "true"));
        foreach (var some in Enumerable.Range(0, many).Chunk(500))
        {
            (await site.Admin.PostAsJsonAsync("/api/articles", some.Select(number => new
            {
                id = $"a-{number}",
                url = $"https://example.org/{number}",
                title = number % 7 == 0 ? $"Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft No. {number} {new string('w', 200)}" : $"Article number {number} about a matter that takes some words to name, and then some more",
                section = $"A section with a rather long name, one of forty: {number % 40}",
                author = $"Prof. Dr. Maximiliane-Henriette von der Osten-Sacken-Wittenberg {number % 90}",
                tags = Enumerable.Range(0, number % 30).Select(tag => $"Tag {tag} with words"),
                backfill = number >= 200,
            }), Cancelled)).EnsureSuccessStatusCode();
        }

        await Eventually.True(async () => (await site.Reader.GetStringAsync($"/api/counts?ids=a-0,a-{many - 1}", Cancelled)).Contains($"a-{many - 1}", StringComparison.Ordinal), "all have counters", withinSeconds: 60);
        var hour = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().AddHours(-2).ToUnixTimeSeconds() / 3_600 * 3_600);
        (await site.Admin.PostAsJsonAsync("/api/counts/import", Enumerable.Range(0, 100).Select(number => new
        {
            article = $"a-{number}",
            spans = new[] { new { at = hour, seconds = 3_600, counts = new Dictionary<string, long> { ["share:x@page"] = 987_654_321 - number, ["share:mastodon@mail"] = 123_456_789, ["bookmark@page"] = 55_555_555 } } },
        }), Cancelled)).EnsureSuccessStatusCode();
        await Eventually.True(async () => (await site.Reader.GetStringAsync("/api/popular?list=shared&window=7d", Cancelled)).Contains("a-0", StringComparison.Ordinal), "it is listed", withinSeconds: 60);

        await Look(site, "huge", ("article", "/articles/a-0"), ("articles-page", "/articles?section=A%20section%20with%20a%20rather%20long%20name%2C%20one%20of%20forty%3A%207"));
    }

    async Task Look(TestSite site, string state, params (string Name, string Path)[] also)
    {
        var wrong = new List<string>();
        foreach (var (theme, width) in new[] { (ColorScheme.Light, 1280), (ColorScheme.Dark, 390) })
        {
            var (page, _) = await Newsroom.SignIn(chromium, site, theme, width);
            foreach (var (name, path) in Pages.Concat(also))
            {
                await page.GotoAsync(path);
                await page.ScreenshotAsync(new() { Path = Path.Combine(Newsroom.Screenshots, $"{state}-{name}-{width}.png"), FullPage = true });
                // What axe looks at is no different in a wide window.
                wrong.AddRange((width > 390 ? [] : (await page.RunAxe()).Violations).Select(violation => $"{name} {width}: {violation.Id} {string.Join(" | ", violation.Nodes.Take(3).Select(node => node.Html))}"));
                if (await page.EvaluateAsync<int>("document.scrollingElement.scrollWidth") is var wide && wide > width)
                {
                    wrong.Add($"{name}: {wide} px wide in a window of {width}");
                }

                if (await page.Locator("header.bar").CountAsync() == 0)
                {
                    wrong.Add($"{name}: it has no header, so it is no page of ours");
                }
            }

            await page.Context.CloseAsync();
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }
}
