using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Engagement.Popularity;
using Engagement.Popularity.Lists;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using StackExchange.Redis;
using Xunit;

namespace Engagement.Tests.Popularity;

/// <summary>From a reader's click through Counter to the list, with the real parts and the real clock.</summary>
public sealed class WholeWayTests
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, BothLedgers]
    public async Task A_bookmark_is_listed_and_can_be_taken_back_twice(LedgerKind ledger)
    {
        await using var site = await TestSite.Start(ledger);
        await Publish(site, "treaty");
        await Beacon(site, new { id = "b1", article = "treaty", kind = "bookmark", device = "device-0001" });
        await Eventually.True(async () => await List(site, "list=bookmarked") is ["treaty 1"], "the bookmark is listed");
        await Beacon(site, new { id = "b2", article = "treaty", kind = "unbookmark", device = "device-0001" });
        await Beacon(site, new { id = "b3", article = "treaty", kind = "unbookmark", device = "device-0001" });

        await Eventually.True(async () => await List(site, "list=bookmarked&window=all") is [], "it is taken back");
    }

    [Theory, BothLedgers]
    public async Task A_withdrawn_article_is_gone_within_two_seconds(LedgerKind ledger)
    {
        await using var site = await TestSite.Start(ledger);
        await Publish(site, "treaty");
        await Beacon(site, new { id = "s1", article = "treaty", kind = "share", target = "x" });
        await Eventually.True(async () => await List(site, "list=trending") is [_], "it is listed");

        var watch = Stopwatch.StartNew();
        (await site.Admin.DeleteAsync("/api/articles/treaty", Cancellation)).EnsureSuccessStatusCode();
        await Eventually.True(async () => await List(site, "list=trending") is [] && await List(site, "list=shared&section=World") is [], "it is gone");

        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 2);
    }

    [Theory, BothLedgers]
    public async Task Lists_that_were_lost_are_made_anew_from_the_history(LedgerKind ledger)
    {
        await using var site = await TestSite.Start(ledger);
        var random = new Random(3);
        for (var article = 0; article < 5; article++)
        {
            await Publish(site, $"a{article}");
        }

        var now = site.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        var events = Enumerable.Range(0, 500).Select(number => new
        {
            id = $"e{number}",
            article = $"a{(int)Math.Sqrt(random.Next(25))}",
            kind = "share",
            target = random.Next(2) == 0 ? "x" : "bluesky",
            at = now.AddMinutes(-random.Next(40 * 60)),
        }).ToList();
        (await site.Admin.PostAsJsonAsync("/api/events", events, Cancellation)).EnsureSuccessStatusCode();
        string[] queries = ["list=shared&window=all", "list=shared&window=24h", "list=shared&window=7d", "list=trending", "list=shared&window=30d&target=x", "list=shared&window=7d&section=World"];
        await Eventually.True(async () => (await Sum(site, "list=shared&window=7d")) == 500, "all are listed");
        var before = await All(site, queries);

        await Forget(site);
        (await site.Admin.PostAsync("/api/popular/rebuild", null, Cancellation)).EnsureSuccessStatusCode();

        await Eventually.True(async () => (await Sum(site, "list=shared&window=7d")) == 500, "all are listed again", 30);
        await Eventually.True(async () => (await All(site, queries)).SequenceEqual(before), "every list is as it was");
        (await site.Admin.PostAsync("/api/popular/rebuild", null, Cancellation)).EnsureSuccessStatusCode();
        await Eventually.True(async () => (await All(site, queries)).SequenceEqual(before), "every list is as it was, after a rebuild of what was whole");
    }

    [Theory, BothLedgers]
    public async Task What_comes_days_late_is_listed_beside_the_minutes_of_its_hour_and_counted_once_when_they_are_folded(LedgerKind ledger)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 20, 10, 5, 0, TimeSpan.Zero));
        await using var site = await TestSite.Start(ledger, time);
        await Publish(site, "treaty");
        var then = time.GetUtcNow();
        await Send("a", 3);
        await Eventually.True(async () => await Look() == "treaty 3", "three are listed");

        // Older than 48 hours: they stand in their hour, beside minutes that are still kept.
        time.Advance(TimeSpan.FromHours(48.5));
        await Send("b", 1);
        await Eventually.True(async () => await Look() == "treaty 4", "the late one is listed");
        // One minute of that hour is young enough still, and does not hide the late one.
        then = then.AddMinutes(40);
        await Send("c", 2);
        await Eventually.True(async () => await Look() == "treaty 6", "so are those of a later minute");
        then = then.AddMinutes(-40);
        time.Advance(TimeSpan.FromHours(3));
        site.Services.GetServices<IHostedService>().OfType<Engagement.Counter.History.RollUp>().Single().Ring();
        await Send("d", 1);
        await Eventually.True(async () => await Look() == "treaty 7", "and one after the minutes were folded");
        (await site.Admin.PostAsync("/api/popular/rebuild", null, Cancellation)).EnsureSuccessStatusCode();
        await Eventually.True(async () => await Look() == "treaty 7", "a rebuild says the same");

        async Task Send(string id, int times) => (await site.Admin.PostAsJsonAsync("/api/events",
            Enumerable.Range(0, times).Select(number => new { id = $"{id}{number}", article = "treaty", kind = "share", target = "x", at = then }), Cancellation)).EnsureSuccessStatusCode();

        async Task<string> Look()
        {
            site.Services.GetServices<IHostedService>().OfType<Engagement.Counter.Telling.TellChanges>().Single().Ring();
            site.Services.GetRequiredService<Engagement.Popularity.Ranking.RollLists>().Ring();
            return string.Join(',', await List(site, "list=shared&window=7d"));
        }
    }

    [Theory, BothLedgers]
    public async Task An_old_article_that_surges_leads_the_trend_within_a_minute(LedgerKind ledger)
    {
        await using var site = await TestSite.Start(ledger);
        await Publish(site, "classic");
        await Publish(site, "fresh");
        var now = site.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        await Send("old", "classic", 200, _ => now.AddDays(-1_000));
        await Send("new", "fresh", 30, number => now.AddMinutes(-number));
        await Eventually.True(async () => (await List(site, "list=trending")).Select(article => article.Split(' ')[0]).SequenceEqual(["fresh", "classic"]), "the fresh one leads");

        var watch = Stopwatch.StartNew();
        await Send("surge", "classic", 40, _ => now);
        await Eventually.True(async () => (await List(site, "list=trending"))[0].StartsWith("classic", StringComparison.Ordinal), "the old one leads");

        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 60);

        async Task Send(string id, string article, int times, Func<int, DateTimeOffset> at) => (await site.Admin.PostAsJsonAsync("/api/events",
            Enumerable.Range(0, times).Select(number => new { id = $"{id}{number}", article, kind = "share", target = "x", at = at(number) }), Cancellation)).EnsureSuccessStatusCode();
    }

    [Fact]
    public async Task One_reader_who_shares_a_thousand_times_is_listed_with_one_share()
    {
        await using var site = await TestSite.Start();
        await Publish(site, "treaty");
        await Publish(site, "missile");
        // First, because who floods us is not believed afterwards either.
        await Beacon(site, new { id = "m1", article = "missile", kind = "share", target = "x" });
        await Beacon(site, new { id = "m2", article = "missile", kind = "share", target = "bluesky" });
        foreach (var number in Enumerable.Range(0, 1_000))
        {
            await Beacon(site, new { id = $"s{number}", article = "treaty", kind = "share", target = "x" });
        }

        await Eventually.True(async () => await List(site, "list=shared&window=1h") is ["missile 2", "treaty 1"], "nobody buys a place");
    }

    [Fact]
    public async Task The_command_rebuilds_and_says_so()
    {
        await using var site = await TestSite.Start();
        await Publish(site, "treaty");
        await Beacon(site, new { id = "s1", article = "treaty", kind = "share", target = "x" });
        await Eventually.True(async () => await List(site, "list=shared") is ["treaty 1"], "it is listed");
        await Forget(site);

        Assert.Equal(0, await PopularityService.Commands.Single(command => command.Name == "rebuild-popularity")
            .Run(["--to", site.Admin.BaseAddress!.ToString(), "--key", TestSite.Key], new ConfigurationManager(), Cancellation));

        await Eventually.True(async () => await List(site, "list=shared") is ["treaty 1"], "it is listed again");
    }

    static async Task Forget(TestSite site)
    {
        var connection = site.Services.GetRequiredService<IConnectionMultiplexer>();
        var server = connection.GetServer(connection.GetEndPoints()[0]);
        await foreach (var key in server.KeysAsync(connection.GetDatabase().Database, "{pop}:*"))
        {
            await connection.GetDatabase().KeyDeleteAsync(key);
        }
    }

    static async Task Publish(TestSite site, string id)
    {
        (await site.Admin.PostAsJsonAsync("/api/articles",
            new { id, url = $"https://example.org/{id}.html", title = $"About {id}", section = "World" }, Cancellation)).EnsureSuccessStatusCode();
        await Eventually.True(async () => (await site.Reader.GetStringAsync($"/api/counts?ids={id}", Cancellation)).Contains(id, StringComparison.Ordinal), "Counter knows it");
    }

    static async Task Beacon(TestSite site, object beacon) => (await site.Reader.PostAsJsonAsync("/e", beacon, Cancellation)).EnsureSuccessStatusCode();

    static async Task<double> Sum(TestSite site, string query) => (await List(site, query)).Sum(article => double.Parse(article.Split(' ')[1], null));

    static async Task<List<string>> All(TestSite site, string[] queries)
    {
        var all = new List<string>();
        foreach (var query in queries)
        {
            // Trending fades between two looks; its order does not.
            all.AddRange((await List(site, query)).Select(article => query == "list=trending" ? article.Split(' ')[0] : article));
        }

        return all;
    }

    static async Task<string[]> List(TestSite site, string query)
    {
        var answer = await site.Reader.GetFromJsonAsync<JsonElement>($"/api/popular?{query}", Cancellation);
        return [.. answer.GetProperty("articles").EnumerateArray()
            .Select(article => $"{article.GetProperty("id").GetString()} {Explain.Number(article.GetProperty("score").GetDouble())}")];
    }
}
