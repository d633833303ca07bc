using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Engagement.Tests.Popularity;

public sealed class PopularListTests
{
    static readonly DateTimeOffset Start = new(2026, 11, 23, 10, 0, 30, TimeSpan.Zero);

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, BothLedgers]
    public async Task What_readers_share_is_listed_by_count_in_every_window(LedgerKind ledger)
    {
        await using var site = await TestSite.Start(ledger, new FakeTimeProvider(Start));
        var readers = new Readers(site);
        await readers.Publish("treaty");
        await readers.Publish("missile");

        await readers.Count("treaty", Start, "share:x", 3);
        await readers.Count("treaty", Start, "share:mastodon", 2);
        await readers.Count("missile", Start, "share:x", 4);
        await readers.Count("missile", Start, "bookmark", 1);

        foreach (var window in new[] { "1h", "24h", "7d", "30d", "all" })
        {
            await readers.Shows($"list=shared&window={window}", "treaty 5", "missile 4");
            await readers.Shows($"list=shared&target=x&window={window}", "missile 4", "treaty 3");
            await readers.Shows($"list=bookmarked&window={window}", "missile 1");
        }

        await readers.Shows("list=viewed");
        await readers.Shows("list=trending", "treaty 14.96", "missile 13.96");
    }

    [Theory, BothLedgers]
    public async Task Lists_of_a_tag_section_or_author_follow_when_an_editor_changes_them(LedgerKind ledger)
    {
        await using var site = await TestSite.Start(ledger, new FakeTimeProvider(Start));
        var readers = new Readers(site);
        await readers.Publish("treaty", "Security", 1, "Nuclear Issues", "Russia");
        await readers.Count("treaty", Start, "share:x", 3);
        await readers.Shows("list=shared&tag=nuclear%20%20issues", "treaty 3");
        await readers.Shows("list=shared&section=security", "treaty 3");
        await readers.Shows("author=A.%20Writer", "treaty 8.97");

        await readers.Publish("treaty", "World", 2, "Russia", "Treaties");

        await readers.Shows("list=shared&tag=Nuclear%20Issues");
        await readers.Shows("list=shared&section=Security");
        await readers.Shows("list=shared&section=World", "treaty 3");
        await readers.Shows("list=shared&tag=Treaties&window=1h", "treaty 3");
        await readers.Shows("tag=Russia", "treaty 8.97");
    }

    [Theory, BothLedgers]
    public async Task Counts_leave_each_window_at_its_edge_and_never_come_back_when_the_clock_is_set_back(LedgerKind ledger)
    {
        var time = new FakeTimeProvider(Start);
        await using var site = await TestSite.Start(ledger, time);
        var readers = new Readers(site);
        await readers.Publish("treaty");
        await readers.Count("treaty", Start, "share:x", 3);
        await readers.Shows("list=shared&window=1h", "treaty 3");

        time.SetUtcNow(new(2026, 11, 23, 11, 0, 59, 999, TimeSpan.Zero));
        await readers.Shows("list=shared&window=1h", "treaty 3");
        time.SetUtcNow(new(2026, 11, 23, 11, 1, 0, TimeSpan.Zero));
        await readers.Shows("list=shared&window=1h");
        await readers.Shows("list=shared&window=1h&section=Security");
        await readers.Shows("list=shared&window=24h", "treaty 3");

        time.SetUtcNow(new(2026, 11, 24, 10, 1, 0, TimeSpan.Zero));
        await readers.Shows("list=shared&window=24h");
        await readers.Shows("list=shared&window=7d", "treaty 3");
        time.SetUtcNow(new(2026, 11, 30, 11, 0, 0, TimeSpan.Zero));
        await readers.Shows("list=shared&window=7d");
        await readers.Shows("list=shared&window=30d", "treaty 3");
        time.SetUtcNow(new(2026, 12, 23, 11, 0, 0, TimeSpan.Zero));
        await readers.Shows("list=shared&window=30d");
        await readers.Shows("list=shared&window=all", "treaty 3");
    }

    [Theory, BothLedgers]
    public async Task A_withdrawn_article_leaves_every_list_and_returns_with_its_counts(LedgerKind ledger)
    {
        await using var site = await TestSite.Start(ledger, new FakeTimeProvider(Start));
        var readers = new Readers(site);
        await readers.Publish("treaty", tags: "Russia");
        await readers.Count("treaty", Start, "share:x", 3);
        await readers.Shows("list=shared", "treaty 3");

        await readers.Withdraw("treaty");
        await readers.Count("treaty", Start, "share:x", 1);

        foreach (var query in new[] { "list=shared", "list=shared&window=all", "list=trending", "list=shared&tag=Russia", "list=shared&target=x" })
        {
            await readers.Shows(query);
        }

        await readers.Publish("treaty", "Security", 3, "Russia");
        await readers.Shows("list=shared", "treaty 4");
        await readers.Shows("list=shared&tag=Russia&window=7d", "treaty 4");
    }

    [Fact]
    public async Task An_unchanged_list_is_not_sent_twice_and_any_page_may_read_it()
    {
        await using var site = await TestSite.Start();

        var first = await site.Reader.GetAsync("/api/popular", Cancellation);
        using var again = new HttpRequestMessage(HttpMethod.Get, "/api/popular");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        var second = await site.Reader.SendAsync(again, Cancellation);

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal("*", first.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Contains("stale-while-revalidate", first.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Empty(await second.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Theory]
    [InlineData("list=hot", "one of trending")]
    [InlineData("window=2h", "one of 1h, 24h, 7d, 30d, all")]
    [InlineData("limit=0", "from 1 to 100")]
    [InlineData("limit=many", "from 1 to 100")]
    [InlineData("tag=a&section=b", "only one of")]
    [InlineData("list=viewed&target=x", "list=shared")]
    public async Task A_wrong_parameter_is_answered_with_what_is_right(string query, string advice)
    {
        await using var site = await TestSite.Start();

        var answer = await site.Reader.GetAsync($"/api/popular?{query}", Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.Contains(advice, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }
}
