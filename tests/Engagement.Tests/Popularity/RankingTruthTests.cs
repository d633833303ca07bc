using Engagement.Contracts;
using Engagement.Popularity.Ranking;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Engagement.Tests.Popularity;

/// <summary>What the lists say is what anybody would compute who had every event on paper.</summary>
public sealed class RankingTruthTests
{
    static readonly DateTimeOffset Start = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    [Theory, BothLedgers]
    public async Task A_hundred_thousand_events_rank_as_brute_force_ranks_them(LedgerKind ledger)
    {
        await using var site = await TestSite.Start(ledger, new FakeTimeProvider(Start.AddHours(10)), ("Engagement:Popularity:HalfLife", "02:00:00"));
        var readers = new Readers(site);
        var random = new Random(42);
        var articles = Enumerable.Range(0, 400).Select(number => $"a{number:000}").ToArray();
        foreach (var article in articles)
        {
            await readers.Publish(article);
        }

        string[] kinds = ["share:x", "share:mastodon", "bookmark", "view"];
        var truth = articles.ToDictionary(article => article, _ => 0.0);
        var shares = articles.ToDictionary(article => article, _ => 0L);
        for (var batch = 0; batch < 25; batch++)
        {
            var changed = new Dictionary<string, ArticleCounts>();
            for (var i = 0; i < 4_000; i++)
            {
                // A square root of a product: some articles are far more popular than others, as in life.
                var article = articles[(int)(random.NextDouble() * random.NextDouble() * articles.Length)];
                var minutes = random.Next(0, 600);
                var kind = kinds[random.Next(kinds.Length)];
                var counts = readers.Counted(article, Start.AddMinutes(minutes), kind).Articles[0];
                changed[article] = changed.TryGetValue(article, out var known)
                    ? counts with { Buckets = [.. known.Buckets.Where(bucket => bucket.Start != counts.Buckets[0].Start), .. counts.Buckets] }
                    : counts;
                truth[article] += (kind[0] == 's' ? 3 : kind[0] == 'b' ? 2 : 0.1) * Math.Pow(2, (minutes - 600) / 120.0);
                shares[article] += kind[0] == 's' ? 1 : 0;
            }

            foreach (var some in changed.Values.Chunk(100))
            {
                await readers.Apply(some);
            }
        }

        await readers.Roll();
        var trending = await readers.Scores("list=trending&limit=50");
        var expected = truth.OrderByDescending(article => article.Value).Take(50).ToList();
        Assert.Equal(expected.Select(article => article.Key), trending.Select(article => article.Id));
        Assert.All(expected.Zip(trending), pair => Assert.InRange(pair.Second.Score / pair.First.Value, 1 - 1e-9, 1 + 1e-9));
        foreach (var window in new[] { "24h", "7d", "30d", "all" })
        {
            var shared = await readers.Scores($"list=shared&window={window}&limit=50");
            Assert.Equal(shares.Values.OrderDescending().Take(50), shared.Select(article => (long)article.Score));
            Assert.All(shared, article => Assert.Equal(shares[article.Id], article.Score));
        }
    }

    [Theory, BothLedgers]
    public async Task Order_batches_and_repeated_delivery_change_nothing(LedgerKind ledger)
    {
        var random = new Random(7);
        List<(string, double)>? first = null;
        for (var round = 0; round < 3; round++)
        {
            await using var site = await TestSite.Start(ledger, new FakeTimeProvider(Start));
            var readers = new Readers(site);
            var events = new Random(1);
            var messages = new List<ArticleCounts>();
            for (var i = 0; i < 600; i++)
            {
                var kind = new[] { "share:x", "bookmark", "view" }[events.Next(3)];
                messages.AddRange(readers.Counted($"a{events.Next(8)}", Start.AddMinutes(-events.Next(90)), kind, kind == "bookmark" && events.Next(3) == 0 ? -1 : 1).Articles);
            }

            await Task.WhenAll(Enumerable.Range(0, 8).Select(number => readers.Publish($"a{number}")));
            var delivered = messages.SelectMany(message => Enumerable.Repeat(message, random.Next(1, 6))).ToArray();
            random.Shuffle(delivered);
            var consumers = delivered.Chunk(delivered.Length / 8 + 1).Select(async part =>
            {
                foreach (var counts in part.Chunk(random.Next(1, 20)))
                {
                    await readers.Apply(counts);
                }
            });
            await Task.WhenAll(consumers);
            await Eventually.True(async () => (await readers.Scores("list=shared&window=all")).Count == 8, "all eight are listed");
            await readers.Roll();

            var lists = new List<(string, double)>();
            foreach (var list in new[] { "trending", "shared", "bookmarked", "viewed" })
            {
                lists.AddRange(await readers.Scores($"list={list}&window=1h"));
                lists.AddRange(await readers.Scores($"list={list}&window=24h"));
                lists.AddRange(await readers.Scores($"list={list}&window=7d"));
            }

            first ??= lists;
            Assert.Equal(first.Select(article => article.Item1), lists.Select(article => article.Item1));
            Assert.All(first.Zip(lists), pair => Assert.InRange(pair.Second.Item2 - pair.First.Item2, -1e-9 * pair.First.Item2, 1e-9 * pair.First.Item2));
        }
    }

    [Fact]
    public async Task Forward_decay_gives_the_worked_example_and_ties_go_to_the_newer_then_by_id()
    {
        var time = new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(10_800));
        await using var site = await TestSite.Start(LedgerKind.Redis, time, ("Engagement:Popularity:ShareWeight", "1"));
        var readers = new Readers(site);
        foreach (var (second, article, weight) in new[] { (0, "A", 10), (3600, "B", 8), (7200, "C", 6), (7200, "A", 1), (5400, "B", 2) })
        {
            await readers.Publish(article);
            await readers.Count(article, DateTimeOffset.FromUnixTimeSeconds(second), times: weight);
        }

        await readers.Shows("list=shared&window=all", "A 11", "B 10", "C 6");
        var trending = await readers.Scores("list=trending");

        Assert.Equal(["B", "A", "C"], trending.Select(article => article.Id));
        Assert.Equal(5.189207115002722, trending[0].Score, 1e-12);
        Assert.Equal(4.242640687119286, trending[1].Score, 1e-12);
        Assert.Equal(4.242640687119286, trending[2].Score, 1e-12);
    }

    [Theory]
    [InlineData(25, 4, 5.891)]
    [InlineData(12, 9, 0.912)]
    [InlineData(300, 280, 1.174)]
    [InlineData(1, 0, 1.120)]
    public void Surprise_is_small_for_small_numbers(double observed, double expected, double z) => Assert.Equal(z, Surprise.Z(observed, expected), 0.0006);

    [Theory, BothLedgers]
    public async Task Time_alone_changes_no_order_and_a_late_event_weighs_what_its_age_says(LedgerKind ledger)
    {
        var time = new FakeTimeProvider(Start);
        await using var site = await TestSite.Start(ledger, time, ("Engagement:Popularity:HalfLife", "01:00:00"));
        var readers = new Readers(site);
        foreach (var (article, hoursAgo) in new[] { ("now", 0), ("late", 2), ("old", 30) })
        {
            await readers.Publish(article);
            await readers.Count(article, Start.AddHours(-hoursAgo));
        }

        await readers.Shows("list=trending", "now 3", "late 0.75", "old 0");
        await readers.Shows("list=shared&window=1h", "now 1");
        var before = (await readers.Scores("list=trending")).Select(article => article.Id);

        time.SetUtcNow(Start.AddDays(30));
        await readers.Shows("list=shared&window=24h");
        Assert.Equal(before, (await readers.Scores("list=trending")).Select(article => article.Id));
    }

    [Theory, BothLedgers]
    public async Task Thirteen_years_at_a_short_half_life_overflow_nothing_and_an_old_article_can_surge(LedgerKind ledger)
    {
        var time = new FakeTimeProvider(Start);
        await using var site = await TestSite.Start(ledger, time, ("Engagement:Popularity:HalfLife", "00:15:00"));
        var readers = new Readers(site);
        await readers.Publish("classic");
        await readers.Publish("fresh");
        for (var month = 0; month < 160; month++)
        {
            await readers.Count("classic", Start.AddDays(30 * month), times: 1_000, seconds: 86_400);
        }

        var now = new DateTimeOffset(2040, 2, 29, 23, 59, 0, TimeSpan.Zero);
        time.SetUtcNow(now);
        await readers.Count("fresh", now, times: 5);
        await readers.Shows("list=trending&limit=1", "fresh 15");
        await readers.Count("classic", now, times: 6);
        await readers.Shows("list=trending", "classic 18", "fresh 15");
        await readers.Shows("list=shared&window=1h", "classic 6", "fresh 5");
        await readers.Shows("list=shared&window=all", "classic 160006", "fresh 5");
    }

    [Theory, BothLedgers]
    public async Task A_bookmark_taken_back_in_another_minute_leaves_nothing_behind(LedgerKind ledger)
    {
        await using var site = await TestSite.Start(ledger, new FakeTimeProvider(Start));
        var readers = new Readers(site);
        await readers.Publish("treaty");
        await readers.Count("treaty", Start.AddMinutes(-1), "bookmark");
        await readers.Shows("list=bookmarked&window=1h", "treaty 1");

        await readers.Count("treaty", Start, "bookmark", -1);

        await readers.Shows("list=bookmarked&window=1h");
        await readers.Shows("list=bookmarked&window=all");
        await readers.Shows("list=trending");
    }

    [Theory, BothLedgers]
    public async Task An_hour_that_holds_its_minutes_again_counts_them_once(LedgerKind ledger)
    {
        await using var site = await TestSite.Start(ledger, new FakeTimeProvider(Start));
        var readers = new Readers(site);
        await readers.Publish("treaty");
        var old = Start.AddHours(-60);
        await readers.Count("treaty", old, times: 3);
        await readers.Count("treaty", old.AddMinutes(5), times: 4);
        await readers.Shows("list=shared&window=7d", "treaty 7");

        // Counter folds the two minutes into their hour, to which two late events have come.
        await readers.Apply(new ArticleCounts("treaty", new(DateTimeOffset.UnixEpoch, 0, 9, new Dictionary<string, long> { ["share:x"] = 9 }),
            [new(old, 3600, 1, new Dictionary<string, long> { ["share:x"] = 9 })]));

        await readers.Shows("list=shared&window=7d", "treaty 9");
        await readers.Shows("list=shared&window=30d", "treaty 9");
        await readers.Shows("list=shared&window=7d&target=x", "treaty 9");
    }

    [Theory, BothLedgers]
    public async Task Totals_that_run_ahead_of_their_buckets_are_listed_at_once(LedgerKind ledger)
    {
        await using var site = await TestSite.Start(ledger, new FakeTimeProvider(Start));
        var readers = new Readers(site);
        await readers.Publish("treaty");
        var ahead = new Dictionary<string, long> { ["share:x"] = 2, ["share:bluesky"] = 1, ["bookmark"] = 4 };

        await readers.Apply(new ArticleCounts("treaty", new(DateTimeOffset.UnixEpoch, 0, 7, ahead), [new(Start, 60, 2, new Dictionary<string, long> { ["share:x"] = 2 })]));

        await readers.Shows("list=shared&window=all", "treaty 3");
        await readers.Shows("list=bookmarked&window=all", "treaty 4");
        await readers.Shows("list=shared&window=1h", "treaty 2");
        await readers.Apply(new ArticleCounts("treaty", new(DateTimeOffset.UnixEpoch, 0, 8, new Dictionary<string, long> { ["share:x"] = 2 }), []));
        await readers.Shows("list=shared&window=all", "treaty 2");
        await readers.Shows("list=bookmarked&window=all");
    }
}
