using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Engagement.Tests.Publisher;

/// <summary>X refuses the same words twice, so an editor is told before they are sent.</summary>
public sealed class SameWordsTests
{
    [Theory, BothLedgers]
    public async Task A_preview_warns_of_words_that_went_out_within_a_day_and_not_of_a_posts_own(LedgerKind ledger)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
        await using var newsroom = await Newsroom.Open(ledger, time);
        await newsroom.Appears(Newsroom.NewArticle());
        var post = await newsroom.Reaches("Posted");

        var again = await Warnings(newsroom, new { text = "Treaty enters  into force #nuclearissues https://example.org/other" });
        var own = await Warnings(newsroom, new { text = post.GetProperty("text").GetString() });
        var twin = await Warnings(newsroom, new { article = Newsroom.NewArticle("2026-215") });
        await newsroom.Advance(time, TimeSpan.FromHours(25), steps: 2);
        var tomorrow = await Warnings(newsroom, new { article = Newsroom.NewArticle("2026-215") });

        Assert.Contains("The post of \"Treaty enters into force\" (Posted, 23 November, 12:00 UTC) says the same", Assert.Single(again), StringComparison.Ordinal);
        Assert.Empty(own);
        Assert.Single(twin);
        Assert.Empty(tomorrow);
    }

    static async Task<string[]> Warnings(Newsroom newsroom, object request)
    {
        var answer = await newsroom.Site.Admin.PostAsJsonAsync("/api/posts/preview", request, TestContext.Current.CancellationToken);
        var preview = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        return [.. preview.GetProperty("warnings").EnumerateArray().Select(warning => warning.GetString()!)];
    }
}
