using Engagement.Fakes.X;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Engagement.Tests.Publisher;

public sealed class UnknownOutcomeTests
{
    public static TheoryData<string, bool> Lost => new()
    {
        { nameof(Fault.DropBeforeCommit), false }, { nameof(Fault.CommitThenDrop), true }, { nameof(Fault.ServiceUnavailable), false },
        { nameof(Fault.CommitThen503), true }, { nameof(Fault.TruncatedBody), true }, { nameof(Fault.EmptyBody), true },
        { nameof(Fault.HtmlPage), false }, { nameof(Fault.HtmlPageWithSuccess), false },
    };

    [Theory, MemberData(nameof(Lost))]
    public async Task After_an_unknown_outcome_the_article_stands_exactly_once(string fault, bool stood)
    {
        await using var newsroom = await Newsroom.Open(settings: ("Engagement:X:ReconcileAfter", "00:00:00.1"));
        newsroom.X.Next((Fault)typeof(Fault).GetProperty(fault)!.GetValue(null)!);

        await newsroom.Appears(Newsroom.NewArticle());

        var post = await newsroom.Reaches("Posted", withinSeconds: 15);
        Assert.Equal(Assert.Single(newsroom.X.Timeline).Id, post.GetProperty("networkPostId").GetString());
        Assert.Equal(stood ? 1 : 2, newsroom.X.Requests.Count(request => request.Call == Call.CreatePost));
    }

    [Fact]
    public async Task A_site_stopped_amid_a_request_finds_the_post_when_it_is_back()
    {
        await using var newsroom = await Newsroom.Open();
        newsroom.X.Next(Fault.Delay(TimeSpan.FromMinutes(2)));

        await newsroom.Appears(Newsroom.NewArticle());
        await newsroom.Reaches("Sending");
        await newsroom.Site.Restart();

        await newsroom.Reaches("Posted");
        Assert.Single(newsroom.X.Timeline);
        Assert.Single(newsroom.X.Requests, request => request.Call == Call.CreatePost);
    }

    [Fact]
    public async Task A_post_in_doubt_is_found_on_a_timeline_of_hundreds_and_no_more_is_read_than_up_to_it()
    {
        await using var newsroom = await Newsroom.Open();
        Crowd(newsroom.X, "before", 450);
        var held = new TaskCompletionSource();
        newsroom.X.Next(Fault.HoldThenDrop(held.Task) with { Commits = true });
        await newsroom.Appears(Newsroom.NewArticle());
        await Eventually.True(() => Task.FromResult(newsroom.X.Timeline.Count == 451), "it stands");
        Crowd(newsroom.X, "after", 350);
        held.SetResult();

        var post = await newsroom.Reaches("Posted");

        Assert.Equal(newsroom.X.Timeline[450].Id, post.GetProperty("networkPostId").GetString());
        Assert.Equal(["timeline of 100", "timeline of 100", "timeline of 100", "timeline of 100"],
            newsroom.X.Bill.Select(charge => charge.What).Where(what => what.StartsWith("timeline", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task However_long_X_was_away_a_post_in_doubt_is_settled_a_minute_after_it_answers_again()
    {
        var time = new FakeTimeProvider(new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
        await using var newsroom = await Newsroom.Open(time: time, settings: ("Engagement:X:ReconcileAfter", "00:00:15"));
        newsroom.X.Next(Fault.CommitThen503);
        newsroom.X.Until(Fault.ServiceUnavailable, Call.ReadTimeline);
        await newsroom.Appears(Newsroom.NewArticle());
        await newsroom.Reaches("Reconciling");
        await newsroom.Advance(time, TimeSpan.FromHours(2), steps: 60);
        await newsroom.Site.Restart();
        await newsroom.Advance(time, TimeSpan.FromHours(3), steps: 60);
        Assert.InRange(newsroom.X.Requests.Count(request => request.Call == Call.ReadTimeline), 60, 300);

        newsroom.X.Heal();
        await newsroom.Advance(time, TimeSpan.FromMinutes(1), steps: 4);

        await newsroom.Reaches("Posted");
        Assert.Single(newsroom.X.Timeline);
    }

    static void Crowd(FakeX x, string name, int posts)
    {
        for (var number = 0; number < posts; number++)
        {
            x.PostByHand($"{name} {number}");
        }
    }
}
