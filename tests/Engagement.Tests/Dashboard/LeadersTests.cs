using System.Net.Http.Json;
using System.Text.Json;
using Engagement.Tests.Counter;
using Xunit;

namespace Engagement.Tests.Dashboard;

public sealed class LeadersTests
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, BothLedgers]
    public async Task Leaders_and_the_figures_of_the_first_screen_count_every_article_and_not_only_the_hundred_of_a_list(LedgerKind ledger)
    {
        const int Count = 130;
        await using var site = await TestSite.Start(ledger);
        var articles = Enumerable.Range(0, Count).Select(number => new
        {
            id = $"a{number}", title = $"Article {number}", url = $"https://example.org/{number}.html", backfill = true,
            section = number % 2 == 0 ? "Security" : "Analysis", tags = new[] { "Treaties", number < 30 ? "Energy" : "treaties" }, author = "A. Writer",
        });
        foreach (var some in articles.Chunk(65))
        {
            (await site.Admin.PostAsJsonAsync("/api/articles", some, Cancellation)).EnsureSuccessStatusCode();
        }

        foreach (var some in Enumerable.Range(0, Count).Chunk(65))
        {
            var ids = string.Join(',', some.Select(number => $"a{number}"));
            await Eventually.True(async () => (await site.Reader.GetFromJsonAsync<JsonElement>($"/api/counts?ids={ids}", Cancellation)).GetProperty("counts").EnumerateObject().Count() == some.Length,
                "every article has a counter");
        }

        var events = Enumerable.Range(0, Count).Select(number => new { id = $"e{number}", article = $"a{number}", kind = "share", target = "x" });
        (await site.Admin.PostAsJsonAsync("/api/events", events, Cancellation)).EnsureSuccessStatusCode();
        using var editor = await Editor.SignedIn(site);

        await Eventually.True(async () => (await editor.Open("/leaders?window=24h")).Contains($"Shares of {Count} articles", StringComparison.Ordinal), "all are added up", 20);

        Assert.Contains(">Security</a>", editor.Page, StringComparison.Ordinal);
        Assert.Equal(3, editor.Page.Split($"<span title=\"{Count / 2}\">").Length);
        Assert.Contains($"<span title=\"{Count}\">", editor.Page, StringComparison.Ordinal);
        Assert.Contains($"<dd><span title=\"{Count}\">{Count}</span></dd>", await editor.Open("/"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_line_of_a_leader_ends_in_its_last_sixty_minutes_and_not_in_the_hour_that_has_just_begun()
    {
        await using var site = await TestSite.Start();
        (await site.Admin.PostAsJsonAsync("/api/articles", new { id = "a", title = "Treaty", url = "https://example.org/a.html" }, Cancellation)).EnsureSuccessStatusCode();
        await Eventually.True(async () => (await site.Counts("a")).ValueKind == JsonValueKind.Object, "it has a counter");
        var now = TimeProvider.System.GetUtcNow();
        // In the hour before this one where the sixty minutes reach so far back.
        var at = now.AddMinutes(now.Minute < 55 ? -now.Minute - 1 : 0);
        (await site.Admin.PostAsJsonAsync("/api/events", Enumerable.Range(0, 7).Select(number => new { id = $"e{number}", article = "a", kind = "share", target = "x", at }), Cancellation)).EnsureSuccessStatusCode();
        using var editor = await Editor.SignedIn(site);

        await Eventually.True(async () => (await editor.Open("/")).Contains("7/h", StringComparison.Ordinal), "it leads");

        Assert.Contains("24 h, shares an hour: 0 to 7, now 7", editor.Page, StringComparison.Ordinal);
        // The same in figures, for whoever cannot read a line.
        Assert.Matches("""<th scope="row">the last 60 minutes</th>\s*<td class="n">7</td>""", editor.Page);
        Assert.DoesNotContain("the last 60 minutes", await editor.Open("/?kiosk=1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_window_says_so_and_an_unknown_one_is_refused()
    {
        await using var site = await TestSite.Start();
        using var editor = await Editor.SignedIn(site);

        Assert.Contains("Nothing was shared in this time", await editor.Open("/leaders?window=1h"), StringComparison.Ordinal);
        Assert.Equal(400, (int)(await site.Admin.GetAsync("/api/popular/sums?window=2h", Cancellation)).StatusCode);
    }
}
