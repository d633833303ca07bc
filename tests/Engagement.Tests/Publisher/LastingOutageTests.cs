using System.Net.Http.Json;
using Engagement.Contracts;
using Engagement.Fakes.X;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Engagement.Tests.Publisher;

/// <summary>X answers 503 for hours: an outage, or an account that was cut off without a word.</summary>
public sealed class LastingOutageTests
{
    static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_editor_is_told_once_and_the_article_goes_out_when_X_is_back(bool timelineToo)
    {
        var (time, failures) = (new FakeTimeProvider(Noon), new Heard<PostFailed>());
        await using var newsroom = await Newsroom.Open(time: time, also: failures.Listen, settings: ("Engagement:X:ReconcileAfter", "00:00:15"));
        newsroom.X.Until(Fault.ServiceUnavailable, timelineToo ? Enum.GetValues<Call>() : [Call.CreatePost]);

        await newsroom.Appears(Newsroom.NewArticle());
        await newsroom.Reaches("Reconciling");
        await newsroom.Advance(time, TimeSpan.FromMinutes(45), steps: 15);
        Assert.Empty(failures.All);
        await newsroom.Advance(time, TimeSpan.FromHours(3), steps: 45);

        // It is said over the bus, which on a machine with other things to do takes a moment.
        await Eventually.True(() => Task.FromResult(failures.All.Any()), "an editor is told");
        var told = Assert.Single(failures.All);
        Assert.Contains("X has taken no post since 23 November, 12:00 UTC", told.Reason, StringComparison.Ordinal);
        Assert.Contains("status page", told.Advice, StringComparison.Ordinal);
        Assert.Equal("Silent", (await newsroom.Account()).GetProperty("state").GetString());

        newsroom.X.Heal();
        await newsroom.Advance(time, TimeSpan.FromHours(1.5), steps: 30);
        await newsroom.Reaches("Posted");
        Assert.Single(newsroom.X.Timeline);
        Assert.Equal("Works", (await newsroom.Account()).GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_post_that_X_never_takes_is_missed_when_it_is_stale_and_costs_nothing()
    {
        var time = new FakeTimeProvider(Noon);
        await using var newsroom = await Newsroom.Open(time: time, settings: [("Engagement:X:ReconcileAfter", "00:00:15"), ("Engagement:Queue:StaleAfter", "02:00:00")]);
        newsroom.X.Until(Fault.DropBeforeCommit, Call.CreatePost);

        await newsroom.Appears(Newsroom.NewArticle());
        await newsroom.Reaches("Reconciling");
        await newsroom.Advance(time, TimeSpan.FromHours(4), steps: 60);

        var post = await newsroom.Reaches("Missed");
        Assert.Contains("not on the timeline", post.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.True((await newsroom.Site.Admin.GetFromJsonAsync<System.Text.Json.JsonElement>("/api/posts/budget", TestContext.Current.CancellationToken))
            .GetProperty("spend").GetProperty("spent").GetDecimal() < 0.25m);
        Assert.InRange(newsroom.X.Requests.Count(request => request.Call == Call.CreatePost), 3, 7);
    }
}
