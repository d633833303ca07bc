using System.Net;
using Engagement.Fakes.X;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Engagement.Tests.Publisher;

public sealed class AccountTroubleTests
{
    static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_rate_limit_holds_all_posts_until_its_reset()
    {
        var time = new FakeTimeProvider(Noon);
        await using var newsroom = await Newsroom.Open(time: time);
        newsroom.X.Next(Fault.RateLimited(Noon.AddMinutes(7)));

        await newsroom.Appears(Newsroom.NewArticle());
        var post = await newsroom.Reaches("Waiting");
        await newsroom.Appears(Newsroom.NewArticle("second", "A second article"));
        Assert.Equal(Noon.AddMinutes(7), post.GetProperty("dueAt").GetDateTimeOffset());
        await newsroom.Advance(time, TimeSpan.FromMinutes(6.5));
        Assert.Single(newsroom.X.Requests, request => request.Call == Call.CreatePost);

        await newsroom.Advance(time, TimeSpan.FromMinutes(1));

        await newsroom.Reaches("Posted");
        await newsroom.Reaches("Posted", "second");
    }

    [Theory]
    [InlineData(nameof(Fault.CreditsDepleted))]
    [InlineData(nameof(Fault.Unauthorized))]
    public async Task A_refused_account_is_paused_told_once_and_goes_on_when_it_is_accepted_again(string fault)
    {
        var time = new FakeTimeProvider(Noon);
        var failures = new Heard<Contracts.PostFailed>();
        await using var newsroom = await Newsroom.Open(time: time, also: failures.Listen);
        var refused = (Fault)typeof(Fault).GetProperty(fault)!.GetValue(null)!;
        newsroom.X.Until(refused);

        await newsroom.Appears(Newsroom.NewArticle());
        await newsroom.Reaches("Waiting");
        for (var number = 0; number < 5; number++)
        {
            await newsroom.Appears(Newsroom.NewArticle($"more{number}", $"More news, part {number}"));
        }

        await newsroom.Advance(time, TimeSpan.FromMinutes(30));
        Assert.Single(newsroom.X.Requests, request => request.Call == Call.CreatePost);
        Assert.InRange(newsroom.X.Requests.Count(request => request.Call == Call.WhoAmI), 2, 6);

        newsroom.X.Heal();
        await newsroom.Advance(time, TimeSpan.FromHours(1));

        await newsroom.Reaches("Posted");
        for (var number = 0; number < 5; number++)
        {
            await newsroom.Reaches("Posted", $"more{number}");
        }

        Assert.Equal(6, newsroom.X.Timeline.Count);
        Assert.Equal("Waiting", Assert.Single(failures.All).State);
    }

    [Fact]
    public async Task A_pause_that_began_while_the_clock_was_an_hour_ahead_ends_when_the_clock_is_set_right()
    {
        var time = new FakeTimeProvider(Noon.AddHours(1));
        await using var newsroom = await Newsroom.Open(time: time);
        newsroom.X.Until(Fault.Unauthorized);
        await newsroom.Appears(Newsroom.NewArticle());
        Assert.Contains("clock", (await newsroom.Reaches("Waiting")).GetProperty("advice").GetString(), StringComparison.Ordinal);
        await newsroom.Advance(time, TimeSpan.FromMinutes(2), steps: 4);
        newsroom.X.Heal();

        time.AdjustTime(Noon);
        await newsroom.Appears(Newsroom.NewArticle("second", "A second article"));
        await newsroom.Advance(time, TimeSpan.FromSeconds(5), steps: 5);

        await newsroom.Reaches("Posted", "second");
    }

    [Fact]
    public async Task X_out_of_reach_sends_nothing_and_loses_nothing()
    {
        var port = RedisServer.FreePort();
        await using var newsroom = await Newsroom.Open(settings: ("Engagement:X:ApiUrl", $"http://127.0.0.1:{port}"));

        await newsroom.Appears(Newsroom.NewArticle());
        var post = await newsroom.Reaches("Waiting");
        Assert.Equal("NotSent", post.GetProperty("attempts")[0].GetProperty("outcome").GetString());

        await using var back = await FakeX.Start(new FakeXOptions { Port = port });
        await newsroom.Reaches("Posted", withinSeconds: 30);
        Assert.Single(back.Timeline);
    }

    [Fact]
    public async Task A_duplicate_that_the_timeline_never_shows_is_left_to_an_editor()
    {
        var failures = new Heard<Contracts.PostFailed>();
        await using var newsroom = await Newsroom.Open(also: failures.Listen);
        newsroom.X.Next(Fault.Duplicate);

        await newsroom.Appears(Newsroom.NewArticle());

        // Proof of an identical post that the timeline does not show: an editor must look, and nothing is sent again.
        var post = await newsroom.Reaches("Unconfirmed", withinSeconds: 30);
        Assert.Contains("confirm", post.GetProperty("advice").GetString(), StringComparison.Ordinal);
        Assert.Single(newsroom.X.Requests, request => request.Call == Call.CreatePost);
        await Eventually.True(() => Task.FromResult(failures.All.Count == 1), "an editor is told");
    }

    [Fact]
    public async Task A_timeline_that_never_answers_leaves_it_to_an_editor_and_never_sends_again()
    {
        var time = new FakeTimeProvider(Noon);
        await using var newsroom = await Newsroom.Open(time: time, settings: ("Engagement:X:UnconfirmedAfter", "01:00:00"));
        newsroom.X.Next(Fault.CommitThenDrop);
        newsroom.X.Until(Fault.ServiceUnavailable, Call.ReadTimeline);

        await newsroom.Appears(Newsroom.NewArticle());
        await newsroom.Reaches("Reconciling");
        await newsroom.Advance(time, TimeSpan.FromHours(1.1), steps: 60);

        await newsroom.Reaches("Unconfirmed");
        Assert.Single(newsroom.X.Requests, request => request.Call == Call.CreatePost);
        Assert.Equal(HttpStatusCode.OK, (await newsroom.Site.Reader.GetAsync("/health/ready", TestContext.Current.CancellationToken)).StatusCode);
    }
}
