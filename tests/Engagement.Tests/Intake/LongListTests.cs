using System.Text.Json;
using Engagement.Intake.Catalogue;
using Engagement.Platform.Store;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using StackExchange.Redis;
using StackExchange.Redis.Profiling;
using Xunit;

namespace Engagement.Tests.Intake;

/// <summary>Lists of more articles than one shelf holds.</summary>
public sealed class LongListTests
{
    static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>What a list must be: in order of time, and among those of one millisecond in order of id, both descending.</summary>
    sealed record Told(string Id, DateTimeOffset PublishedAt, string[] Tags, string Section, string Author)
    {
        public object Json => new { id = Id, url = $"https://example.org/{Id}", title = $"Number {Id}", publishedAt = PublishedAt, tags = Tags, section = Section, author = Author, backfill = true };
    }

    [Theory, BothLedgers]
    public async Task Pages_together_are_the_list_whatever_arrives_and_changes_meanwhile(LedgerKind ledger)
    {
        await using var site = await TestSite.Start(ledger);
        var random = new Random(20261124);
        var told = Enumerable.Range(0, 2_600).Select(n => Random(random, n)).ToList();
        random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(told));
        await Tell(site, told[..1_000]);
        var before = told[..1_000].Select(article => article.Id).ToHashSet();

        List<string> walked = [];
        var sent = 1_000;
        for (string? cursor = null; walked.Count == 0 || cursor is not null;)
        {
            var page = await site.Listing($"limit={random.Next(1, 200)}{(cursor is null ? "" : $"&cursor={cursor}")}");
            walked.AddRange(Ids(page));
            cursor = Next(page);
            var some = told.Skip(sent).Take(random.Next(300)).ToList();
            sent += some.Count;
            await Tell(site, some);
        }

        Assert.Equal(walked.Count, walked.Distinct().Count());
        Assert.Empty(before.Except(walked));
        Assert.Equal(Sorted(told.Where(article => walked.Contains(article.Id))), walked);

        await Tell(site, told.Skip(sent));
        var moved = told.Index().Select(one => one.Index % 7 == 0 ? Random(random, int.Parse(one.Item.Id[1..])) : one.Item).ToList();
        await Tell(site, moved.Index().Where(one => one.Index % 7 == 0).Select(one => one.Item));
        Assert.Equal(Sorted(moved), await Walk(site, ""));
        Assert.Equal(Sorted(moved.Where(article => article.Tags.Contains("common"))), await Walk(site, "tag=COMMON"));
        Assert.Equal(Sorted(moved.Where(article => article.Tags.Contains("rare"))), await site.Listed("tag=rare&limit=200"));
        Assert.Equal(Sorted(moved.Where(article => article.Section == "Sport" && article.Author == "Writer 3")), await Walk(site, "section=sport&author=Writer%203"));
        var (from, to) = (Start.AddDays(2), Start.AddDays(5).AddHours(1));
        Assert.Equal(Sorted(moved.Where(article => article.PublishedAt >= from && article.PublishedAt < to && article.Section == "World")),
            await Walk(site, $"section=World&from={from:s}Z&to={to:s}Z"));
    }

    [Fact]
    public async Task Two_instances_that_fill_and_split_the_same_shelves_at_once_lose_and_misplace_nothing()
    {
        var store = await RedisServer.NewDatabase();
        await using var one = await TestSite.Start(LedgerKind.Redis, settings: [("Engagement:Store", store)]);
        await using var other = await TestSite.Start(LedgerKind.Redis, settings: [("Engagement:Store", store)]);
        var random = new Random(3);
        var told = Enumerable.Range(0, 3_000).Select(n => Random(random, n)).ToList();

        // Each remembers the shelves that the other then splits.
        foreach (var some in told.Chunk(500))
        {
            await Task.WhenAll(Tell(one, some[..250]), Tell(other, some[250..]));
        }

        foreach (var site in new[] { one, other })
        {
            Assert.Equal(Sorted(told), await Walk(site, ""));
            Assert.Equal(Sorted(told.Where(article => article.Tags.Contains("common"))), await Walk(site, "tag=common"));
        }
    }

    [Theory, BothLedgers]
    public async Task No_list_is_kept_in_an_object_that_grows_with_the_catalogue(LedgerKind ledger)
    {
        await using var site = await TestSite.Start(ledger);
        var random = new Random(7);
        await Tell(site, Enumerable.Range(0, 2_500).Select(n => Random(random, n) with { PublishedAt = Start.AddMinutes(n) }));

        var db = Db(site);
        var sets = db.Multiplexer.GetServers()[0].Keys(db.Database, "int:{intake}:*", 10_000).Where(key => db.KeyType(key) == RedisType.SortedSet)
            .ToDictionary(key => key.ToString(), key => db.SortedSetLength(key));
        Assert.True(sets.Count > 20, "there are shelves");
        Assert.All(sets.Where(set => set.Key != Keys.Outbox.ToString()), set => Assert.InRange(set.Value, 1, Shelves.Room + 250));
    }

    [Theory, BothLedgers]
    public async Task A_page_asks_the_ledger_no_more_among_many_times_as_many_articles(LedgerKind ledger)
    {
        await using var site = await TestSite.Start(ledger);
        var random = new Random(7);
        await Tell(site, Enumerable.Range(0, 400).Select(n => Random(random, n) with { PublishedAt = Start.AddMinutes(n) }));
        var few = await Asked(site);
        await Tell(site, Enumerable.Range(400, 2_500).Select(n => Random(random, n) with { PublishedAt = Start.AddMinutes(n) }));
        var many = await Asked(site);

        // A page may end on one shelf and begin on the next.
        Assert.InRange(many, few, few + 3);
    }

    [Theory, BothLedgers]
    public async Task Lists_of_an_older_program_are_whole_before_while_and_after_they_are_moved(LedgerKind ledger)
    {
        var time = new FakeTimeProvider(Start.AddDays(200));
        await using var site = await TestSite.Start(ledger, time);
        var random = new Random(11);
        var told = Enumerable.Range(0, 700).Select(n => Random(random, n)).ToList();
        await Tell(site, told);
        var db = Db(site);
        foreach (var key in db.Multiplexer.GetServers()[0].Keys(db.Database, "int:{intake}:shel*", 10_000).ToList())
        {
            await db.KeyDeleteAsync(key);
        }

        // As it was, with an article that is there no more, which no program leaves.
        await db.SortedSetAddAsync(Keys.OldListing, [.. told.Select(article => new SortedSetEntry(article.Id, article.PublishedAt.ToUnixTimeMilliseconds())), new("gone", 1)]);
        await db.SortedSetAddAsync(Keys.OldAccepted, [.. told.Select(article => new SortedSetEntry(article.Id, time.GetUtcNow().ToUnixTimeMilliseconds()))]);
        await site.Services.GetRequiredService<Ledger>().Flush();
        site.Services.GetRequiredService<Shelves>().Forget("all");
        site.Services.GetRequiredService<Shelves>().Forget("accepted");

        // Some are moved: whoever is told of again stands on a shelf.
        var again = told.Where(article => article.Tags.Contains("common")).Take(200).Select(article => article with { Author = "Somebody else" }).ToList();
        await Tell(site, again);
        var all = told.Select(article => again.Find(one => one.Id == article.Id) ?? article).ToList();
        Assert.Equal(501, await db.SortedSetLengthAsync(Keys.OldListing));
        Assert.Equal(Sorted(all), await Walk(site, ""));
        Assert.Equal(Sorted(all.Where(article => article.Tags.Contains("common"))), await Walk(site, "tag=common"));
        Assert.Equal(Sorted(all.Where(article => article.PublishedAt < Start.AddDays(3))), await Walk(site, $"to={Start.AddDays(3):s}Z"));
        Assert.Equal(700, await site.Services.GetRequiredService<AnnounceAccepted>().Again(DateTimeOffset.UnixEpoch, TestContext.Current.CancellationToken));

        await site.Restart();
        await Eventually.True(async () => !await Db(site).KeyExistsAsync(Keys.OldListing) && !await Db(site).KeyExistsAsync(Keys.OldAccepted), "the old lists are gone");
        Assert.Equal(Sorted(all), await Walk(site, ""));
        Assert.Equal(Sorted(all.Where(article => article.Tags.Contains("common"))), await Walk(site, "tag=common"));
        Assert.Equal(Sorted(all.Where(article => article.Author == "Somebody else")), await Walk(site, "author=somebody%20else"));
        Assert.Equal(700, await site.Services.GetRequiredService<AnnounceAccepted>().Again(DateTimeOffset.UnixEpoch, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_cursor_that_is_none_is_refused_in_words()
    {
        await using var site = await TestSite.Start();
        using var answer = await site.Admin.GetAsync("/api/articles?cursor=treaty", TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("bad-cursor", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    /// <summary>Half of them by day only, so that hundreds have the same millisecond.</summary>
    static Told Random(Random random, int n) => new($"n{n:0000}", random.Next(2) == 0 ? Start.AddDays(random.Next(8)) : Start.AddSeconds(random.Next(8 * 86_400)),
        [random.Next(2) == 0 ? "common" : "other", n % 100 == 3 ? "rare" : "more"], random.Next(3) == 0 ? "Sport" : "World", $"Writer {random.Next(5)}");

    static IEnumerable<string> Sorted(IEnumerable<Told> articles) =>
        articles.OrderByDescending(article => article.PublishedAt).ThenByDescending(article => article.Id, StringComparer.Ordinal).Select(article => article.Id);

    static async Task Tell(TestSite site, IEnumerable<Told> articles)
    {
        foreach (var some in articles.Chunk(500))
        {
            await site.Tell(JsonSerializer.Serialize(some.Select(article => article.Json)));
        }
    }

    static async Task<IReadOnlyList<string>> Walk(TestSite site, string query)
    {
        List<string> walked = [];
        string? cursor = null;
        do
        {
            var page = await site.Listing($"{query}&limit=180{(cursor is null ? "" : $"&cursor={cursor}")}");
            walked.AddRange(Ids(page));
            cursor = Next(page);
        }
        while (cursor is not null);
        return walked;
    }

    /// <summary>How many commands a second page takes, of all articles and of those of a tag: the least of some, because others ask as well.</summary>
    static async Task<int> Asked(TestSite site)
    {
        var cursor = Next(await site.Listing("limit=50"));
        var tags = Next(await site.Listing("limit=50&tag=common"));
        var fewest = int.MaxValue;
        for (var n = 0; n < 10; n++)
        {
            var session = new ProfilingSession();
            Db(site).Multiplexer.RegisterProfiler(() => session);
            await site.Listing($"limit=50&cursor={cursor}");
            await site.Listing($"limit=50&tag=common&cursor={tags}");
            Db(site).Multiplexer.RegisterProfiler(() => null!);
            fewest = Math.Min(fewest, session.FinishProfiling().Count());
        }

        return fewest;
    }

    static IDatabase Db(TestSite site) => site.Services.GetRequiredService<Ledger>().Db;

    static IEnumerable<string> Ids(JsonElement page) => page.GetProperty("articles").EnumerateArray().Select(article => article.GetProperty("id").GetString()!);

    static string? Next(JsonElement page) => page.TryGetProperty("next", out var next) ? next.GetString() : null;
}
