using System.Net.Http.Json;
using System.Text.Json;
using Engagement.Popularity.Lists;
using Engagement.Tests.Counter;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Engagement.Tests.Popularity;

/// <summary>Lists that are ranked by distinct readers, from the event to the list.</summary>
public sealed class UniqueReadersTests
{
    static readonly DateTimeOffset Start = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);
    static readonly (string, string) ByReaders = ("Engagement:Popularity:UniqueReaders", "true");

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, BothLedgers]
    public async Task Who_shares_to_five_networks_counts_once_a_day_and_the_list_says_so(LedgerKind ledger)
    {
        var time = new FakeTimeProvider(Start);
        await using var site = await TestSite.Start(ledger, time, ByReaders);
        await Announce(site, "loud", "liked");
        foreach (var target in new[] { "x", "bluesky", "facebook", "mastodon", "linkedin" })
        {
            await Send(site, [Share("one", "loud", target)]);
        }

        await Send(site, [Share("two", "liked", "x"), Share("three", "liked", "x"), Share("three", "liked", "bluesky")]);

        await Shows(site, "list=shared&window=1h", "liked 2", "loud 1");
        await Shows(site, "list=trending", "liked 6", "loud 3");
        await Shows(site, "list=shared&window=24h&target=x", "liked 2", "loud 1");
        var second = (await site.Reader.GetFromJsonAsync<JsonElement>("/api/popular?list=shared&window=1h", Cancellation)).GetProperty("articles")[1];
        Assert.Equal("1 reader first shared it in the last hour; it was shared 5 times", second.GetProperty("why").GetString());
        Assert.Equal((5, 1), (second.GetProperty("counts").GetProperty("shares").GetInt32(), second.GetProperty("counts").GetProperty("readers").GetInt32()));
        Assert.Equal(5, (await site.Counts("loud")).GetProperty("shares").GetInt32());

        time.Advance(TimeSpan.FromDays(1));
        await Send(site, [Share("one", "loud", "x"), Share("one", "loud", "bluesky")]);
        await Shows(site, "list=shared&window=7d", "loud 2", "liked 2");

        // Switched off, the lists are made anew from what the Counter kept.
        await site.Restart(("Engagement:Popularity:UniqueReaders", "false"));
        await Shows(site, "list=shared&window=7d", "loud 7", "liked 3");
    }

    [Theory, BothLedgers]
    public async Task Readers_are_counted_exactly_however_often_and_in_what_order_their_shares_come_and_a_rebuild_says_the_same(LedgerKind ledger)
    {
        await using var site = await TestSite.Start(ledger, new FakeTimeProvider(Start), ByReaders);
        await Announce(site, "a0", "a1", "a2");
        var random = new Random(11);
        string[] targets = ["x", "bluesky", "facebook"];
        var shares = Enumerable.Range(0, 400).Select(number => (Id: $"e{number}", Reader: $"r{random.Next(60)}", Article: $"a{(int)Math.Sqrt(random.Next(9))}",
            Target: targets[random.Next(3)], At: Start.AddMinutes(-random.Next(50)))).ToArray();
        var delivered = shares.SelectMany(share => Enumerable.Repeat(share, random.Next(1, 4))).ToArray();
        random.Shuffle(delivered);
        await Task.WhenAll(delivered.Chunk(100).Select(some => Send(site,
            some.Select(share => (object)new { id = share.Id, article = share.Article, kind = "share", target = share.Target, visitor = share.Reader, at = share.At }))));

        var expected = shares.Select(share => (share.Article, share.Reader)).Distinct().GroupBy(one => one.Article)
            .OrderByDescending(article => article.Count()).Select(article => $"{article.Key} {article.Count()}").ToArray();
        await Shows(site, "list=shared&window=1h", expected);
        await Shows(site, "list=shared&window=all", expected);
        foreach (var article in expected.Select(line => line.Split(' ')))
        {
            Assert.Equal(article[1], (await site.Admin.GetFromJsonAsync<JsonElement>($"/api/counts/detail?id={article[0]}", Cancellation)).GetProperty("sharers").ToString());
        }

        (await site.Admin.PostAsync("/api/popular/rebuild", null, Cancellation)).EnsureSuccessStatusCode();
        await Shows(site, "list=shared&window=24h", expected);
        Assert.DoesNotContain("again@", await site.Admin.GetStringAsync("/api/counts/detail?id=a0", Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_share_without_a_visitor_is_one_reader_and_one_that_was_taken_back_is_none()
    {
        var time = new FakeTimeProvider(Start);
        await using var site = await TestSite.Start(LedgerKind.Garnet, time, ByReaders);
        await Announce(site, "treaty", "other");
        await Send(site, [new { id = "n1", article = "other", kind = "share", target = "x" }, new { id = "n2", article = "other", kind = "share", target = "x" }]);
        foreach (var link in new[] { "treaty/x", "treaty/bluesky", "treaty/facebook", "treaty/linkedin" })
        {
            using var click = await site.Reader.GetAsync($"/go/{link}", Cancellation);
        }

        await Shows(site, "list=shared&window=1h", "other 2");
        await Send(site, [Share("one", "treaty", "x"), Share("one", "treaty", "bluesky")]);
        await Shows(site, "list=shared&window=1h", "other 2", "treaty 1");
        var spans = await site.Admin.GetFromJsonAsync<JsonElement>("/api/counts/export?ids=treaty", Cancellation);

        await using var copy = await TestSite.Start(LedgerKind.Garnet, time, ByReaders);
        await Announce(copy, "treaty");
        using var import = await copy.Admin.PostAsJsonAsync("/api/counts/import", new[] { new { article = "treaty", spans = spans.GetProperty("articles").GetProperty("treaty") } }, Cancellation);
        Assert.Equal(0, (await import.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("rejected").GetArrayLength());
        await Shows(copy, "list=shared&window=1h", "treaty 1");
    }

    static object Share(string reader, string article, string target) => new { id = Guid.NewGuid().ToString(), article, kind = "share", target, visitor = reader };

    static async Task Announce(TestSite site, params string[] ids)
    {
        foreach (var id in ids)
        {
            await site.Publish(id);
        }
    }

    static async Task Send(TestSite site, IEnumerable<object> events) => (await site.Admin.PostAsJsonAsync("/api/events", events, Cancellation)).EnsureSuccessStatusCode();

    static async Task Shows(TestSite site, string query, params string[] expected)
    {
        string[] last = [];
        try
        {
            await Eventually.True(async () => (last = await List(site, query)).SequenceEqual(expected), query, 20);
        }
        catch (Xunit.Sdk.TrueException)
        {
            Assert.Equal(expected, last);
        }
    }

    static async Task<string[]> List(TestSite site, string query)
    {
        site.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>().OfType<Engagement.Counter.Telling.TellChanges>().Single().Ring();
        site.Services.GetRequiredService<Engagement.Popularity.Ranking.RollLists>().Ring();
        var answer = await site.Reader.GetFromJsonAsync<JsonElement>($"/api/popular?{query}", Cancellation);
        return [.. answer.GetProperty("articles").EnumerateArray()
            .Select(article => $"{article.GetProperty("id").GetString()} {Explain.Number(article.GetProperty("score").GetDouble())}")];
    }
}
