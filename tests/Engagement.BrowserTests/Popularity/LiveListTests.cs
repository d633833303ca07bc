using System.Net.Http.Json;
using Engagement.Tests;
using Xunit;

namespace Engagement.BrowserTests.Popularity;

public sealed class LiveListTests(Chromium chromium)
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_list_on_a_page_of_the_site_changes_without_reload_and_is_there_without_scripts()
    {
        await using var site = await TestSite.Start(settings: [("Engagement:Counter:VisitorWindow", "00:00:00")]);
        foreach (var id in new[] { "treaty", "missile" })
        {
            (await site.Admin.PostAsJsonAsync("/api/articles", new { id, url = $"https://example.org/{id}.html", title = $"About {id}" }, Cancellation)).EnsureSuccessStatusCode();
            await Eventually.True(async () => (await site.Reader.GetStringAsync($"/api/counts?ids={id}", Cancellation)).Contains(id, StringComparison.Ordinal), "Counter knows it");
        }

        await Share(site, "treaty", 2);
        await Eventually.True(async () => (await site.Reader.GetStringAsync("/popular.html?list=shared", Cancellation)).Contains("About treaty", StringComparison.Ordinal), "it is listed");
        var fragment = await site.Reader.GetStringAsync("/popular.html?list=shared", Cancellation);
        await using var context = await chromium.Browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.RouteAsync("**/page.html", route => route.FulfillAsync(new()
        {
            ContentType = "text/html",
            Body = $"<!doctype html><html lang=en><body>{fragment}<p><b data-engagement-count=shares data-article=treaty>?</b></p><script src=/popular.js></script>",
        }));

        await page.GotoAsync(new Uri(site.Reader.BaseAddress!, "/page.html").ToString());
        await page.WaitForFunctionAsync("document.querySelector('engagement-popular li:first-child a').textContent === 'About treaty'");
        await page.WaitForFunctionAsync("document.querySelector('[data-engagement-count]').textContent === '2'");
        await Share(site, "missile", 5);
        await page.WaitForFunctionAsync("document.querySelector('engagement-popular li:first-child a').textContent === 'About missile'");

        foreach (var id in new[] { "treaty", "missile" })
        {
            (await site.Admin.DeleteAsync($"/api/articles/{id}", Cancellation)).EnsureSuccessStatusCode();
        }

        await page.WaitForFunctionAsync("!document.querySelector('engagement-popular li')");

        await using var plain = await chromium.Browser.NewContextAsync(new() { JavaScriptEnabled = false });
        var old = await plain.NewPageAsync();
        await old.SetContentAsync(fragment);
        Assert.Equal("About treaty", await old.TextContentAsync("engagement-popular li a"));
    }

    [Fact]
    public async Task On_the_sample_site_an_article_that_readers_share_rises_into_the_list_under_the_readers_eyes()
    {
        const string Quiet = "letters-of-the-week-on-acronyms";
        await using var site = await TestSite.Start(settings:
        [
            ("Engagement:Demo", "true"), ("Engagement:Site:Hosts:0", "127.0.0.1"), ("Engagement:Queue:StaleAfter", "00:00:00"),
            ("Engagement:Counter:VisitorWindow", "00:00:00"),
        ]);
        await Eventually.True(async () => (await site.Reader.GetStringAsync("/popular.html?list=shared&window=30d&limit=6", Cancellation)).Split("<li>").Length == 7, "a month of readers is invented");
        await using var context = await chromium.Browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(site.Reader.BaseAddress!, "/demo/").ToString());
        await page.WaitForSelectorAsync("engagement-popular li:nth-child(6)");
        Assert.Equal(0, await page.Locator($"engagement-popular a[href*='{Quiet}']").CountAsync());
        await page.EvaluateAsync("window.untouched = true");
        await page.ScreenshotAsync(new() { Path = Path.Combine(Chromium.Screenshots("demo"), "list-before.png") });

        // More than the invented readers of a month gave to most.
        await Task.WhenAll(Enumerable.Range(0, 10).Select(reader => Share(site, Quiet, 100, reader * 100)));

        await page.WaitForSelectorAsync($"engagement-popular a[href*='{Quiet}']");
        Assert.True(await page.EvaluateAsync<bool>("window.untouched"));
        await page.ScreenshotAsync(new() { Path = Path.Combine(Chromium.Screenshots("demo"), "list-after.png") });
    }

    static async Task Share(TestSite site, string article, int times, int from = 0)
    {
        for (var i = from; i < from + times; i++)
        {
            (await site.Reader.PostAsJsonAsync("/e", new { id = $"{article}-{i}", article, kind = "share", target = "x" }, Cancellation)).EnsureSuccessStatusCode();
        }
    }
}
