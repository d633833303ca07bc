using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Engagement.Fakes.X;
using Engagement.Tests;
using Xunit;

namespace Engagement.SystemTests;

/// <summary>
/// The main job on the built program, from outside: articles come in by HTTP and by feed, go out on X once, are shared by readers,
/// are counted, show up as popular, and all of it is there after kill -9.
/// </summary>
public sealed class MainJobTests
{
    /// <summary>Readers' events: so many different ones, each delivered three times at once.</summary>
    const int Events = 1_000;

    static readonly string[] Targets = ["x", "facebook", "whatsapp", "email"];

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, BothModes, InlineData(Mode.Twice), InlineData(Mode.Cluster), InlineData(Mode.Compose)]
    public async Task An_article_comes_in_goes_out_on_X_is_counted_becomes_popular_and_survives_kill_9(Mode mode)
    {
        await using var x = await FakeX.Start();
        var feed = new FeedFile();
        feed.Write("old-1", "old-2");
        await using var site = await Installation.Start(mode,
        [
            .. x.Settings,
            ("Engagement:Feeds:0:Url", feed.Path),
            ("Engagement:Feeds:0:Interval", "00:00:01"),
            ("Engagement:Counter:VisitorWindow", "00:00:00"),
        ]);

        // By feed: what was in it at the first fetch is old, what appears later is news.
        await Eventually.True(async () => (await Catalogue(site)).Count == 2, "the first fetch fills the catalogue");
        feed.Write("new-1", "old-1", "old-2");

        // By HTTP, each three times, as a careless site does.
        for (var time = 0; time < 3; time++)
        {
            await Publish(site, "treaty", "views", "budget");
        }

        string[] news = ["treaty", "views", "budget", "new-1"];
        await Eventually.True(() => Task.FromResult(x.Timeline.Count >= news.Length), "the news is on X", withinSeconds: 60);
        AssertPostedOnce(x, news);

        var sent = Beacons();
        await Deliver(site, [.. sent, .. sent, .. sent]);
        await AssertCounts(site, sent);
        await Eventually.True(async () => (await Popular(site)).SequenceEqual(["treaty", "views", "budget"]), "the popular list is right");

        // kill -9 of all processes while readers share on; whatever was answered with 204 must be there.
        var before = await State(site);
        var more = Beacons("later");
        var isDead = false;
        var delivering = Deliver(site, more, () => Volatile.Read(ref isDead));
        await Eventually.True(async () => await Total(site) > sent.Count + 50, "some of the later events are counted");
        await site.Kill();
        Volatile.Write(ref isDead, true);
        var acknowledged = await delivering;
        await site.Run();

        Assert.Equal(before, await State(site));
        Assert.InRange(await Total(site), sent.Count + acknowledged.Count, sent.Count + more.Count);
        await Deliver(site, [.. more, .. sent]);
        await AssertCounts(site, [.. sent, .. more]);

        // What comes after goes on, and what came before is not posted again.
        await Publish(site, "treaty", "views", "budget", "after");
        await Eventually.True(() => Task.FromResult(x.Timeline.Count > news.Length), "the next article is on X", withinSeconds: 60);
        AssertPostedOnce(x, [.. news, "after"]);
        await Eventually.True(async () => (await Popular(site)).Take(3).SequenceEqual(["treaty", "views", "budget"]), "the popular list is right again");
        await AssertDashboard(site);
    }

    sealed record Beacon(string Id, string Article, string Target);

    /// <summary>Half of them for the first article, then fewer and fewer.</summary>
    static List<Beacon> Beacons(string series = "first") => [.. Enumerable.Range(0, Events).Select(number => new Beacon(
        $"{series}-{number}", number % 8 < 4 ? "treaty" : number % 8 < 7 ? "views" : "budget", Targets[number % 3 == 0 ? 0 : number % Targets.Length]))];

    /// <summary>Sends each of them, 64 at a time; returns those that were acknowledged.</summary>
    static async Task<HashSet<string>> Deliver(Installation site, IReadOnlyList<Beacon> beacons, Func<bool>? isOver = null)
    {
        var acknowledged = new HashSet<string>();
        await Parallel.ForEachAsync(beacons, new ParallelOptions { MaxDegreeOfParallelism = 64, CancellationToken = Cancel }, async (beacon, cancellation) =>
        {
            if (isOver?.Invoke() == true)
            {
                return;
            }

            var body = JsonSerializer.Serialize(new { id = beacon.Id, article = beacon.Article, kind = "share", target = beacon.Target });
            try
            {
                using var answer = await site.Of("counter").Reader.PostAsync("/e", new StringContent(body, Encoding.UTF8, "text/plain"), cancellation);
                if (answer.StatusCode == HttpStatusCode.NoContent)
                {
                    lock (acknowledged)
                    {
                        acknowledged.Add(beacon.Id);
                    }
                }
            }
            catch (HttpRequestException)
            {
                // Its process was killed: nothing was promised for this one.
            }
        });
        return acknowledged;
    }

    static async Task Publish(Installation site, params string[] ids)
    {
        var articles = ids.Select(id => new
        {
            id,
            url = $"https://example.org/2026/{id}.html",
            title = $"The {id} article: “quoted”, ampersands & all",
            tags = new[] { "Nuclear Issues", "Missile Defense" },
            publishedAt = TimeProvider.System.GetUtcNow(),
        });
        var answer = await site.Of("intake").Admin.PostAsJsonAsync("/api/articles", articles, Cancel);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    static void AssertPostedOnce(FakeX x, IReadOnlyList<string> ids)
    {
        Assert.Equal(ids.Count, x.Timeline.Count);
        foreach (var id in ids)
        {
            var post = Assert.Single(x.Timeline, post => post.Urls.Any(url => url.Contains($"/{id}.html", StringComparison.Ordinal)));
            Assert.Contains($"The {id} article: “quoted”, ampersands & all", post.ExpandedText, StringComparison.Ordinal);
            Assert.Contains("#NuclearIssues", post.ExpandedText, StringComparison.Ordinal);
        }
    }

    static async Task<JsonElement> Get(Installation site, string service, string path) =>
        await site.Of(service).Admin.GetFromJsonAsync<JsonElement>(path, Cancel);

    static async Task<List<string>> Catalogue(Installation site) =>
        [.. (await Get(site, "intake", "/api/articles?limit=100")).GetProperty("articles").EnumerateArray().Select(article => article.GetProperty("id").GetString()!)];

    static async Task<long> Total(Installation site) =>
        (await Counts(site)).EnumerateObject().Sum(article => article.Value.GetProperty("shares").GetInt64());

    static async Task<JsonElement> Counts(Installation site) =>
        (await Get(site, "counter", "/api/counts?ids=treaty,views,budget")).GetProperty("counts");

    static async Task AssertCounts(Installation site, IReadOnlyList<Beacon> beacons)
    {
        var counts = await Counts(site);
        foreach (var article in beacons.GroupBy(beacon => beacon.Article))
        {
            var counted = counts.GetProperty(article.Key);
            Assert.Equal(article.Count(), counted.GetProperty("shares").GetInt32());
            foreach (var target in article.GroupBy(beacon => beacon.Target))
            {
                Assert.Equal(target.Count(), counted.GetProperty("byTarget").GetProperty(target.Key).GetInt32());
            }
        }
    }

    static async Task<List<string>> Popular(Installation site) =>
        [.. (await Get(site, "popularity", "/api/popular?list=shared&window=24h")).GetProperty("articles").EnumerateArray().Select(article => article.GetProperty("id").GetString()!)];

    /// <summary>Articles and posts as an editor would see them.</summary>
    static async Task<string> State(Installation site)
    {
        var posts = (await Get(site, "publisher", "/api/posts?limit=100")).GetProperty("posts").EnumerateArray()
            .Select(post => $"{post.GetProperty("articleId").GetString()} {post.GetProperty("state").GetString()} {post.GetProperty("text").GetString()}");
        return string.Join('\n', [.. (await Catalogue(site)).Order(), .. posts.Order()]);
    }

    /// <summary>The dashboard asks for the key and shows the articles with their counts and posts.</summary>
    static async Task AssertDashboard(Installation site)
    {
        var asked = await site.Of("dashboard").Reader.GetStringAsync("/", Cancel);
        Assert.Contains("type=\"password\"", asked, StringComparison.Ordinal);
        Assert.DoesNotContain("treaty", asked, StringComparison.Ordinal);
    }
}
