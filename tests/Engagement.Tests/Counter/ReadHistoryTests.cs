using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Engagement.Tests.Counter;

public sealed class ReadHistoryTests
{
    static readonly DateTimeOffset Now = DateTimeOffset.Parse("2026-11-23T10:20:00Z", CultureInfo.InvariantCulture);

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, BothLedgers]
    public async Task Every_share_stands_in_its_hour_whether_it_was_fresh_or_days_old_when_it_was_counted(LedgerKind ledger)
    {
        await using var site = await TestSite.Start(ledger, new FakeTimeProvider(Now));
        await site.Publish("treaty");

        await Count(site, Share(TimeSpan.Zero), Share(TimeSpan.FromHours(3)), Share(TimeSpan.FromHours(3)), Share(TimeSpan.FromHours(70)));

        var fresh = await Shares(site, "hours=4");
        Assert.Equal([2, 0, 0, 1], fresh);
        var old = await Shares(site, $"hours=24&from={Now.AddHours(-72):yyyy-MM-ddTHH:mm:ssZ}");
        Assert.Equal(1, old[2]);
        Assert.Equal(1, old.Sum());
    }

    [Fact]
    public async Task The_detail_tells_counts_by_target_and_channel()
    {
        await using var site = await TestSite.Start(time: new FakeTimeProvider(Now));
        await site.Publish("treaty");
        await Count(site, Share(TimeSpan.Zero), Share(TimeSpan.Zero, "reddit", "mail"));

        var detail = await site.Admin.GetFromJsonAsync<JsonElement>("/api/counts/detail?id=treaty", Cancellation);

        var line = detail.GetProperty("counts").EnumerateArray().Single(line => line.GetProperty("target").GetString() == "reddit");
        Assert.Equal("mail", line.GetProperty("channel").GetString());
        Assert.Equal(1, line.GetProperty("count").GetInt64());
    }

    static object Share(TimeSpan ago, string target = "x", string channel = "page") =>
        new { id = Guid.NewGuid(), article = "treaty", kind = "share", target, channel, at = Now - ago };

    static async Task Count(TestSite site, params object[] events) =>
        (await site.Admin.PostAsJsonAsync("/api/events", events, Cancellation)).EnsureSuccessStatusCode();

    static async Task<List<long>> Shares(TestSite site, string query) =>
        [.. (await site.Admin.GetFromJsonAsync<JsonElement>($"/api/counts/history?ids=treaty&{query}", Cancellation))
            .GetProperty("articles").GetProperty("treaty").GetProperty("shares").EnumerateArray().Select(count => count.GetInt64())];
}
