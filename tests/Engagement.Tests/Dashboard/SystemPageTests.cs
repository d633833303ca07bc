using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Engagement.Popularity.Webhooks;
using Engagement.Tests.Counter;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Engagement.Tests.Dashboard;

public sealed class SystemPageTests
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, BothLedgers]
    public async Task A_process_tells_how_ledger_bus_disk_and_services_fare(LedgerKind ledger)
    {
        await using var site = await TestSite.Start(ledger);

        var told = await site.Admin.GetFromJsonAsync<JsonElement>("/api/system", Cancellation);

        var figures = told.GetProperty("figures").EnumerateArray().ToDictionary(figure => figure.GetProperty("name").GetString()!);
        Assert.Equal(ledger == LedgerKind.Garnet ? "embedded" : "redis", told.GetProperty("ledger").GetString());
        Assert.Equal("memory", told.GetProperty("bus").GetString());
        Assert.Equal(["intake", "publisher", "counter", "popularity", "dashboard"], told.GetProperty("services").EnumerateArray().Select(name => name.GetString()));
        Assert.True(figures["ledger-answers"].GetProperty("value").GetDouble() > 0);
        Assert.True(figures["bus-queues"].GetProperty("value").GetDouble() > 5);
        Assert.Equal(ledger == LedgerKind.Garnet, figures.ContainsKey("disk-free"));
        Assert.All(new[] { "posts-waiting", "messages-aside", "webhooks-waiting" }, name => Assert.Equal(0, figures[name].GetProperty("value").GetDouble()));
        Assert.DoesNotContain(figures.Values, figure => figure.TryGetProperty("problem", out var problem) && problem.ValueKind == JsonValueKind.String);
        Assert.Equal(HttpStatusCode.Unauthorized, (await site.Reader.GetAsync("/api/system", Cancellation)).StatusCode);
    }

    [Fact]
    public async Task Events_that_were_counted_came_twice_or_were_wrong_are_told_apart()
    {
        await using var site = await TestSite.Start();
        (await site.Admin.PostAsJsonAsync("/api/articles", new { id = "treaty", title = "Treaty", url = "https://example.org/t.html" }, Cancellation)).EnsureSuccessStatusCode();
        await Eventually.True(async () => (await site.Counts("treaty")).ValueKind == JsonValueKind.Object, "it has a counter");
        await site.Reader.Beacon(Readers.Share("treaty", id: "one"));
        await site.Reader.Beacon(Readers.Share("treaty", id: "one"));
        await site.Reader.Beacon(Readers.Share("nobody-wrote-it"));
        await site.Reader.Beacon(new { id = "two", article = "treaty", kind = "no such kind" });

        var told = await site.Admin.GetFromJsonAsync<JsonElement>("/api/system", Cancellation);

        var figures = told.GetProperty("figures").EnumerateArray().ToDictionary(figure => figure.GetProperty("name").GetString()!, figure => figure.GetProperty("value").GetDouble());
        Assert.Equal((1, 1, 2, 0), (figures["events-counted"], figures["events-duplicate"], figures["events-rejected"], figures["events-dropped"]));
    }

    [Fact]
    public async Task What_is_wrong_stands_on_the_page_in_words_with_what_to_do()
    {
        await using var site = await TestSite.Start();
        using var editor = await Editor.SignedIn(site);
        await Eventually.True(async () => (await editor.Open("/system")).Contains("All is well", StringComparison.Ordinal), "all is well");
        Assert.Contains("the ledger answers within", editor.Page, StringComparison.Ordinal);

        var store = site.Services.GetRequiredService<WebhookStore>();
        await store.Save(Subscription.New("https://example.org/hook", null, [], DateTimeOffset.UnixEpoch) with { PausedBecause = "The receiver answered 410" });

        await editor.Open("/system");
        Assert.DoesNotContain("All is well", editor.Page, StringComparison.Ordinal);
        Assert.Contains("A webhook is not called any more.", editor.Page, StringComparison.Ordinal);
        Assert.Contains("href=\"/site/webhooks\"", editor.Page, StringComparison.Ordinal);
    }
}
