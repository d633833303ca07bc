using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Engagement.Fakes.X;
using Engagement.Tests;
using Xunit;

namespace Engagement.SystemTests.Chaos;

/// <summary>
/// All faults at once, under load, on two processes of every service. Runs for <c>ENGAGEMENT_CHAOS_SECONDS</c> (25) with the faults of
/// <c>ENGAGEMENT_CHAOS_SEED</c> (1123); <c>infra/chaos</c> runs it for 15 minutes.
/// </summary>
public sealed class ChaosTests
{
    /// <summary>More than any process needs; what leaks gets there in a long run.</summary>
    const long MostMemory = 400L << 20;

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var given) ? given : otherwise;

    [Fact]
    public async Task Whatever_fails_nothing_accepted_is_lost_nothing_counts_twice_and_nothing_is_posted_twice()
    {
        var length = TimeSpan.FromSeconds(Setting("ENGAGEMENT_CHAOS_SECONDS", 25));
        var seed = Setting("ENGAGEMENT_CHAOS_SEED", 1123);
        using var redis = await SmallDisk.Start(megabytes: 256);
        await using var rabbit = await RabbitServer.Start();
        using var toRedis = new Wire(redis.Port);
        using var toRabbit = new Wire(rabbit.Port);
        using var clock = new Clock();
        await using var x = await FakeX.Start(new FakeXOptions { RateLimits = new Dictionary<Call, int>() });
        await using var site = await Installation.Start(Mode.Twice, $"127.0.0.1:{toRedis.Port}", $"amqp://guest:guest@127.0.0.1:{toRabbit.Port}/",
        [
            .. x.Settings,
            ("Engagement:X:ReconcileAfter", "00:00:01"), ("Engagement:Counter:VisitorWindow", "00:00:00"),
            ("Engagement:Counter:ArticleLimit", "0"), .. Clock.CanBeSet ? clock.Environment : [],
        ]);
        var load = new Load(site);
        var faults = new Faults(seed, site, redis, rabbit, toRedis, toRabbit, clock);
        try
        {
            await load.Begin(x);
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
            var running = load.Run(enough.Token);
            await faults.Run(length, Cancel);
            await enough.CancelAsync();
            await running;
            await Settles(site, load, x, rabbit);
        }
        catch (Exception)
        {
            TestContext.Current.AddAttachment("what was done and said", string.Join('\n',
                [.. faults.Done, .. x.Timeline.Select(post => $"{post.Id} {post.Text}"), site.Output]));
            throw;
        }
    }

    static async Task Settles(Installation site, Load load, FakeX x, RabbitServer rabbit)
    {
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(site.Instances.Select(instance => instance.Ready()));

        // What waited on the bus is counted; then every acknowledged event is there, one by one: sent again it is a duplicate.
        var acknowledged = load.Acknowledged.ToList();
        await Eventually.True(async () => await Total(site) >= acknowledged.Count, $"all {acknowledged.Count} acknowledged events are counted", withinSeconds: 120);
        Assert.Equal(0, await Send(site, acknowledged));

        // All that was ever sent, once more: each counts once, under its article and target.
        var sent = load.Sent.ToList();
        await Send(site, sent);
        await AssertCounts(site, sent);
        await AssertList(site, sent);

        string[] articles = [.. load.Articles];
        Assert.Superset(articles.ToHashSet(), await Catalogue(site));
        await new PostsAfterwards(site, x).Check(articles);
        Assert.Equal("", await Errors(rabbit));
        Assert.All(site.Instances, instance => Assert.InRange(instance.Memory, 0, MostMemory));
        Assert.DoesNotContain("Unhandled exception", site.Output, StringComparison.Ordinal);
        Console.WriteLine($"chaos: {sent.Count} events, {acknowledged.Count} acknowledged, {load.Refused} refusals, {articles.Length} articles, {x.Timeline.Count} posts, "
            + $"settled in {watch.Elapsed.TotalSeconds:0} s, largest process {site.Instances.Max(instance => instance.Memory) >> 20} MB");
    }

    /// <summary>Sends events as a server of the site; returns how many of them had not been counted.</summary>
    static async Task<int> Send(Installation site, IEnumerable<Load.Event> events)
    {
        var counted = 0;
        foreach (var some in events.Chunk(1_000))
        {
            var answer = await site.Of("counter").Admin.PostAsJsonAsync("/api/events",
                some.Select(one => new { id = one.Id, article = one.Article, kind = "share", target = one.Target }), Cancel);
            answer.EnsureSuccessStatusCode();
            var said = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
            Assert.Empty(said.GetProperty("rejected").EnumerateArray());
            counted += said.GetProperty("counted").GetInt32();
        }

        return counted;
    }

    static async Task<JsonElement> Counts(Installation site) => (await site.Of("counter").Reader.GetFromJsonAsync<JsonElement>(
        $"/api/counts?ids={string.Join(',', Load.First)}", Cancel)).GetProperty("counts");

    static async Task<long> Total(Installation site) => (await Counts(site)).EnumerateObject().Sum(article => article.Value.GetProperty("shares").GetInt64());

    /// <summary>An answer may be a second old; then the count is exact.</summary>
    static async Task AssertCounts(Installation site, IReadOnlyList<Load.Event> sent)
    {
        await Eventually.True(async () => await Total(site) >= sent.Count, "all events are counted");
        var counts = await Counts(site);
        foreach (var article in sent.GroupBy(one => one.Article))
        {
            var byTarget = counts.GetProperty(article.Key).GetProperty("byTarget");
            Assert.All(article.GroupBy(one => one.Target), target => Assert.Equal(target.Count(), byTarget.GetProperty(target.Key).GetInt32()));
            Assert.Equal(article.Count(), counts.GetProperty(article.Key).GetProperty("shares").GetInt32());
        }
    }

    static async Task AssertList(Installation site, IReadOnlyList<Load.Event> sent)
    {
        var expected = sent.GroupBy(one => one.Article).OrderByDescending(article => article.Count()).Select(article => $"{article.Key} {article.Count()}").ToList();
        IReadOnlyList<string> listed = [];
        try
        {
            await Eventually.True(async () =>
            {
                var list = await site.Of("popularity").Reader.GetFromJsonAsync<JsonElement>("/api/popular?list=shared&window=24h&limit=20", Cancel);
                listed = [.. list.GetProperty("articles").EnumerateArray().Select(article => $"{article.GetProperty("id").GetString()} {article.GetProperty("score").GetDouble()}")];
                return listed.SequenceEqual(expected);
            }, "the list equals the oracle", withinSeconds: 60);
        }
        catch (Exception)
        {
            Assert.Equal(expected, listed);
            throw;
        }
    }

    static async Task<HashSet<string>> Catalogue(Installation site)
    {
        var ids = new HashSet<string>();
        var cursor = "";
        while (cursor is not null)
        {
            var page = await site.Of("intake").Admin.GetFromJsonAsync<JsonElement>($"/api/articles?limit=100&cursor={cursor}", Cancel);
            ids.UnionWith(page.GetProperty("articles").EnumerateArray().Select(article => article.GetProperty("id").GetString()!));
            cursor = page.GetProperty("next").GetString();
        }

        return ids;
    }

    /// <summary>Queues of messages that nobody could take.</summary>
    static async Task<string> Errors(RabbitServer rabbit) => string.Join('\n', (await rabbit.Ask("rabbitmqctl", "-q", "list_queues", "name", "messages"))
        .Split('\n').Where(line => (line.Contains("_error", StringComparison.Ordinal) || line.Contains("_skipped", StringComparison.Ordinal)) && !line.EndsWith("\t0", StringComparison.Ordinal)));
}
