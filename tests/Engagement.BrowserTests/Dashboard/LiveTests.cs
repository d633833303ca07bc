using System.Net.Http.Json;
using Engagement.Tests;
using Microsoft.Playwright;
using Xunit;

namespace Engagement.BrowserTests.Dashboard;

public sealed class LiveTests(Newsroom newsroom) : IClassFixture<Newsroom>
{
    /// <summary>Takes its time because the screen moves at most every five seconds, so that it can be read.</summary>
    [Fact]
    public async Task What_readers_do_comes_onto_the_open_screen_by_itself_and_not_onto_a_paused_one()
    {
        var (open, complaints) = await newsroom.SignIn();
        var (paused, _) = await newsroom.SignIn();
        await paused.GotoAsync("/?pause=1");
        var (before, held) = (await Shares(open), await Shares(paused));
        await open.EvaluateAsync("window.isSamePage = true");

        var events = Enumerable.Range(0, 5).Select(number => new { id = $"live-{Guid.NewGuid()}", article = "2026-213", kind = "share", target = "x" });
        (await newsroom.Site.Admin.PostAsJsonAsync("/api/events", events, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();

        await Eventually.True(async () => await Shares(open) >= before + 5, "the shares are on the screen", 60);
        Assert.True(await open.EvaluateAsync<bool>("window.isSamePage === true"));
        Assert.Equal(held, await Shares(paused));
        Assert.Empty(complaints);
        await open.Context.CloseAsync();
        await paused.Context.CloseAsync();
    }

    static async Task<int> Shares(IPage page) =>
        int.Parse(await page.GetAttributeAsync(".figures dd span >> nth=0", "title") ?? "", System.Globalization.NumberStyles.AllowThousands, System.Globalization.CultureInfo.InvariantCulture);
}
