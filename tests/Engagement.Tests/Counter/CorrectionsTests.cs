using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace Engagement.Tests.Counter;

public sealed class CorrectionsTests
{
    static readonly (string, string) NoWindow = ("Engagement:Counter:VisitorWindow", "00:00:00");
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, BothLedgers]
    public async Task Merged_articles_have_one_counter_by_every_name(LedgerKind ledger)
    {
        await using var site = await TestSite.Start(ledger, settings: NoWindow);
        await site.Publish("first", "https://example.org/first-slug");
        await site.Publish("second");
        for (var n = 0; n < 3; n++)
            await site.Reader.Beacon(Readers.Share("first"));
        await site.Reader.Beacon(Readers.Share("second"));

        var merged = await site.Admin.PostAsJsonAsync("/api/counts/merge", new { from = "first", into = "second", reason = "sent twice" }, Cancellation);
        await site.Reader.Beacon(Readers.Share("first"));
        await site.Reader.Beacon(Readers.Share("https://example.org/first-slug"));

        Assert.Equal(HttpStatusCode.OK, merged.StatusCode);
        Assert.Equal(6, await site.Shares("second"));
        Assert.Equal(6, await site.Shares("first"));
        Assert.Equal("/2026/second.html", new Uri(Uri.UnescapeDataString((await site.Reader.GetAsync("/go/first/x", Cancellation)).Headers.Location!.Query.Split("url=")[1])).AbsolutePath);
        Assert.Equal(7, await Hours(site, "second"));
        Assert.Equal(0, await Hours(site, "first"));
        var log = await site.Admin.GetFromJsonAsync<JsonElement>("/api/counts/corrections?id=second", Cancellation);
        Assert.Equal("sent twice", log.GetProperty("corrections")[0].GetProperty("reason").GetString());
        var back = await site.Admin.PostAsJsonAsync("/api/counts/merge", new { from = "second", into = "first", reason = "oops" }, Cancellation);
        Assert.Equal(HttpStatusCode.Conflict, back.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await site.Reader.PostAsJsonAsync("/api/counts/merge", new { from = "a", into = "b", reason = "c" }, Cancellation)).StatusCode);
    }

    [Theory, BothLedgers]
    public async Task Abuse_is_taken_back_from_what_readers_see_and_stays_as_raw(LedgerKind ledger)
    {
        await using var site = await TestSite.Start(ledger, settings: NoWindow);
        await site.Publish("treaty");
        for (var n = 0; n < 10; n++)
            await site.Reader.Beacon(Readers.Share("treaty"));
        async Task<long> Subtract(int count)
        {
            var answer = await site.Admin.PostAsJsonAsync("/api/counts/subtract", new { article = "treaty", what = "share:x", count, reason = "a script" }, Cancellation);
            return (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("subtracted").GetInt64();
        }

        Assert.Equal(4, await Subtract(4));
        Assert.Equal(6, await site.Shares("treaty"));
        Assert.Equal(6, await Hours(site, "treaty"));
        Assert.Equal(6, await Subtract(100));
        Assert.Equal(0, await site.Shares("treaty"));
        var detail = await site.Admin.GetFromJsonAsync<JsonElement>("/api/counts/detail?id=treaty", Cancellation);
        Assert.Equal(("abuse", 10), detail.GetProperty("counts").EnumerateArray()
            .Select(line => (line.GetProperty("reason").GetString(), line.GetProperty("count").GetInt32())).Single());
    }

    static async Task<long> Hours(TestSite site, string id)
    {
        var history = await site.Admin.GetFromJsonAsync<JsonElement>($"/api/counts/history?ids={id}&hours=3", Cancellation);
        return history.GetProperty("articles").GetProperty(id).GetProperty("shares").EnumerateArray().Sum(hour => hour.GetInt64());
    }
}
