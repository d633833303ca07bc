using System.Collections.Concurrent;
using Engagement.Fakes.X;
using Engagement.Publisher.Posts;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Engagement.Tests.Publisher;

/// <summary>Whoever posts dies at each point of an attempt. What it would have done next it never does; the ledger is all that is left.</summary>
public sealed class CrashMatrixTests
{
    [Theory, BothLedgers]
    public async Task A_dead_before_claiming_it_is_taken_again(LedgerKind ledger)
    {
        await using var newsroom = await Newsroom.Open(ledger);
        var store = newsroom.Site.Services.GetRequiredService<PostStore>();
        await newsroom.Appears(Newsroom.NewArticle() with { EmbargoUntil = TimeProvider.System.GetUtcNow().AddSeconds(10) });
        await Eventually.True(async () => (await newsroom.Posts("article=2026-214")).Count == 1, "it is planned");

        // A worker takes it, for the seconds that a lease lasts, and is never heard of again.
        var taken = await store.News.Take(TimeProvider.System.GetUtcNow().AddSeconds(30), TimeSpan.FromSeconds(-18), 1);

        Assert.Single(taken);
        await newsroom.Reaches("Posted", withinSeconds: 40);
        Assert.Single(newsroom.X.Timeline);
    }

    [Theory]
    [InlineData(Death.BeforeBytes, 2)]
    [InlineData(Death.AfterAnswer, 1)]
    public async Task B_and_D_dead_amid_an_attempt_it_is_looked_up_before_anything_is_sent(Death death, int requests)
    {
        var killer = new Killer();
        await using var newsroom = await Newsroom.Open(also: killer.Haunt);
        killer.Next = death;

        await newsroom.Appears(Newsroom.NewArticle());

        await newsroom.Reaches("Posted", withinSeconds: 30);
        Assert.Single(newsroom.X.Timeline);
        Assert.Equal(requests - (death == Death.BeforeBytes ? 1 : 0), newsroom.X.Requests.Count(request => request.Call == Call.CreatePost));
        Assert.Contains(newsroom.X.Requests, request => request.Call == Call.ReadTimeline);
    }

    [Fact]
    public async Task C_dead_while_X_answers_it_is_found_on_the_timeline()
    {
        await using var newsroom = await Newsroom.Open();
        newsroom.X.Next(Fault.Delay(TimeSpan.FromMinutes(2)));
        await newsroom.Appears(Newsroom.NewArticle());
        await newsroom.Reaches("Sending");

        await newsroom.Site.Restart();

        await newsroom.Reaches("Posted");
        Assert.Single(newsroom.X.Requests, request => request.Call == Call.CreatePost);
    }

    [Fact]
    public async Task E_delivered_again_after_it_was_posted_nothing_happens()
    {
        await using var newsroom = await Newsroom.Open();
        await newsroom.Appears(Newsroom.NewArticle());
        await newsroom.Reaches("Posted");

        for (var again = 0; again < 10; again++)
        {
            await newsroom.Appears(Newsroom.NewArticle());
            await newsroom.Changes(Newsroom.NewArticle(title: "Treaty enters into force (corrected)") with { Revision = 2 });
        }

        await newsroom.Appears(Newsroom.NewArticle("last", "The last article"));
        await newsroom.Reaches("Posted", "last");
        Assert.Equal(2, newsroom.X.Requests.Count(request => request.Call == Call.CreatePost));
    }

    [Fact]
    public async Task Two_instances_with_clocks_apart_and_every_fault_post_each_of_200_articles_exactly_once()
    {
        const int Articles = 200;
        var token = TestContext.Current.CancellationToken;
        var killer = new Killer { Share = 0.1, Random = new Random(214) };
        await using var x = await FakeX.Start(new FakeXOptions { TimelineDelay = TimeSpan.FromMilliseconds(300), RateLimits = new Dictionary<Call, int>() });
        (string, string)[] settings =
        [
            .. x.Settings, ("Engagement:Store", await RedisServer.NewDatabase()), ("Engagement:X:ReconcileAfter", "00:00:00.1"),
            ("Engagement:X:Timeout", "00:00:01"), ("Engagement:Services", "publisher"),
        ];
        x.Chaos(seed: 42, share: 0.25, Fault.DropBeforeCommit, Fault.CommitThenDrop, Fault.ServiceUnavailable, Fault.CommitThen503,
            Fault.TruncatedBody, Fault.HtmlPage, Fault.EmptyBody, Fault.Delay(TimeSpan.FromSeconds(2)));
        await using var first = new Newsroom(await TestSite.StartWith(killer.Haunt, settings: settings), x);
        await using var second = new Newsroom(await TestSite.StartWith(killer.Haunt, time: new SkewedTime(TimeSpan.FromMinutes(3)), settings: settings), x);

        var order = Enumerable.Range(0, Articles * 10).Select(number => number % Articles).ToArray();
        new Random(7).Shuffle(order);
        foreach (var (number, turn) in order.Select((number, turn) => (number, turn)))
        {
            await (turn % 2 == 0 ? first : second).Appears(Newsroom.NewArticle($"a{number}", $"Article number {number} of many"));
        }

        var store = first.Site.Services.GetRequiredService<PostStore>();
        await Eventually.True(async () => await store.Count(PostState.Posted) + await store.Count(PostState.Unconfirmed) == Articles,
            "every article is posted, or an editor is asked", withinSeconds: 400);

        var standing = x.Timeline.GroupBy(post => post.Urls.Single().Split('?')[0]).ToDictionary(group => group.Key, group => group.Count());
        Assert.All(standing, url => Assert.Equal(1, url.Value));
        for (var number = 0; number < Articles; number++)
        {
            var post = Assert.Single(await first.Posts($"article=a{number}"));
            // The timeline could always answer, so nobody has to be asked, however often attempts were lost.
            Assert.Equal("Posted", post.GetProperty("state").GetString());
            Assert.True(standing.ContainsKey($"https://example.org/2026/a{number}.html"));
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{killer.Deaths} deaths");
        token.ThrowIfCancellationRequested();
    }

    public enum Death
    {
        None,
        BeforeBytes,
        AfterAnswer,
    }

    sealed class SkewedTime(TimeSpan ahead) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ahead;
    }

    /// <summary>Ends the work on a post as a crash does: with an exception that nothing on the way expects.</summary>
    sealed class Killer
    {
        readonly Lock gate = new();
        readonly ConcurrentBag<Death> deaths = [];

        public Death Next { get; set; }

        public double Share { get; init; }

        public Random Random { get; init; } = new(1);

        public int Deaths => deaths.Count;

        public void Haunt(WebApplicationBuilder builder) =>
            builder.Services.AddHttpClient(Engagement.Publisher.X.XClient.Http).AddHttpMessageHandler(() => new Handler(this));

        Death Draw()
        {
            lock (gate)
            {
                var drawn = Next != Death.None ? Next : Random.NextDouble() < Share ? (Random.Next(2) == 0 ? Death.BeforeBytes : Death.AfterAnswer) : Death.None;
                Next = Death.None;
                return drawn;
            }
        }

        sealed class Handler(Killer killer) : DelegatingHandler
        {
            protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            {
                var death = request.Method == HttpMethod.Post ? killer.Draw() : Death.None;
                if (death != Death.BeforeBytes)
                {
                    var response = await base.SendAsync(request, cancellationToken);
                    if (death == Death.None)
                    {
                        return response;
                    }
                }

                killer.deaths.Add(death);
                throw new Killed();
            }
        }
    }

    sealed class Killed() : Exception("killed");
}
