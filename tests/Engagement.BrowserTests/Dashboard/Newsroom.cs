using System.Globalization;
using System.Net.Http.Json;
using Engagement.Publisher.Posts;
using Engagement.Tests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Xunit;

namespace Engagement.BrowserTests.Dashboard;

/// <summary>A filled site, shared by the tests of the dashboard: three days of shares of a dozen articles.</summary>
public sealed class Newsroom(Chromium chromium) : IAsyncLifetime
{
    static readonly string[] Titles =
    [
        "Treaty enters into force after a decade of talks", "Missile defence: four views from four capitals", "Why the inspectors went home",
        "The ASP.NET outage that stopped a ministry", "A quiet harbour, a loud argument", "Сотрудничество в Арктике: итоги года",
        "What the new satellites can see, and who is allowed to look at the pictures that they send back every ninety minutes",
        "Three maps that explain the gas dispute", "Interview: “We counted every ballot twice”", "Editorial: the price of patience",
        "Budget talks collapse over night shift rules", "Arms control after 2026: what is left to sign",
    ];

    static readonly string[] Targets = ["x", "facebook", "whatsapp", "telegram", "linkedin", "reddit", "bluesky"];

    /// <summary>The site.</summary>
    public TestSite Site { get; private set; } = null!;

    /// <summary>Where screenshots go.</summary>
    public static string Screenshots { get; } = Chromium.Screenshots("dashboard");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Site = await TestSite.Start(settings: ("Engagement:Site:TimeZone", "Europe/Berlin"));
        await Fill();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Site.DisposeAsync();

    /// <summary>A signed-in window. What its console complains of is collected.</summary>
    public Task<(IPage Page, List<string> Complaints)> SignIn(ColorScheme theme = ColorScheme.Light, int width = 1280, int height = 900, bool scripts = true,
        string locale = "en-GB") => SignIn(chromium, Site, theme, width, height, scripts, locale);

    /// <summary>A signed-in window on any site.</summary>
    public static async Task<(IPage Page, List<string> Complaints)> SignIn(Chromium chromium, TestSite site, ColorScheme theme = ColorScheme.Light, int width = 1280, int height = 900,
        bool scripts = true, string locale = "en-GB")
    {
        var context = await chromium.Browser.NewContextAsync(new()
        {
            BaseURL = site.Admin.BaseAddress!.ToString(),
            ColorScheme = theme,
            ViewportSize = new() { Width = width, Height = height },
            JavaScriptEnabled = scripts,
            Locale = locale,
        });
        var page = await context.NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                complaints.Add(message.Text);
            }
        };
        await page.GotoAsync("/");
        await page.FillAsync("input[name=key]", TestSite.Key);
        await page.PressAsync("input[name=key]", "Enter");
        await page.WaitForSelectorAsync("header.bar");
        return (page, complaints);
    }

    /// <summary>A post that waits for an editor, as one would where a section's posts are to be approved.</summary>
    public async Task<string> Held()
    {
        var posts = Site.Services.GetRequiredService<PostStore>();
        var id = (await posts.Of("2026-214")).Single().Id;
        await posts.Change(id, post => post.To(PostState.AwaitingApproval, post.CreatedAt, "An editor must approve it.", "Approve, edit or cancel it.") with { DueAt = null, ScheduledAt = null });
        return id;
    }

    async Task Fill()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var now = DateTimeOffset.Parse(DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()).ToString("O", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        var articles = Titles.Select((title, index) => new
        {
            id = $"2026-{214 - index}",
            url = $"https://example.org/2026/{214 - index}.html",
            title,
            section = index % 3 == 0 ? "Security" : "Analysis",
            author = index % 2 == 0 ? "A. Writer" : "M. Keller",
            tags = new[] { "Nuclear Issues", "Missile Defense", "Energy" }.Take(index % 4).ToArray(),
            publishedAt = now.AddHours(-6 * index - 1),
            noSocial = index == 4,
        });
        (await Site.Admin.PostAsJsonAsync("/api/articles", articles, cancellation)).EnsureSuccessStatusCode();
        var random = new Random(7);
        var events = Enumerable.Range(0, 900).Select(number =>
        {
            var article = (int)Math.Sqrt(random.Next(Titles.Length * Titles.Length));
            return new
            {
                id = $"event-{number}",
                article = $"2026-{214 - (Titles.Length - 1 - article)}",
                kind = number % 9 == 0 ? "bookmark" : "share",
                target = number % 9 == 0 ? null : Targets[(int)Math.Sqrt(random.Next(Targets.Length * Targets.Length))],
                device = number % 9 == 0 ? $"device-{number}" : null,
                channel = number % 5 == 0 ? "mail" : "page",
                at = now.AddMinutes(-random.Next(number % 4 == 0 ? 58 : 72 * 60)),
            };
        }).ToList();
        await Eventually.True(async () => (await Site.Reader.GetStringAsync("/api/counts?ids=2026-203", cancellation)).Contains("shares", StringComparison.Ordinal), "the last article has a counter");
        (await Site.Admin.PostAsJsonAsync("/api/events", events, cancellation)).EnsureSuccessStatusCode();
        await Eventually.True(async () => (await Site.Reader.GetStringAsync("/api/popular?list=shared&window=1h", cancellation)).Contains("2026-", StringComparison.Ordinal), "the list of the hour is filled");
    }
}
