using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Engagement.Fakes.X;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Engagement.Tests.Publisher;

public sealed class EditorTests
{
    static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Theory, BothLedgers]
    public async Task A_sections_posts_wait_for_approval_may_be_edited_and_then_go_out(LedgerKind ledger)
    {
        await using var newsroom = await Newsroom.Open(ledger, settings: ("Engagement:Queue:ApprovalSections:0", "security"));
        await newsroom.Appears(Newsroom.NewArticle());
        await newsroom.Appears(Newsroom.NewArticle("sport", "A match was played") with { Section = "Sport" });
        await newsroom.Reaches("Posted", "sport");
        var id = (await newsroom.Reaches("AwaitingApproval")).GetProperty("id").GetString()!;

        Assert.True((await newsroom.Do(id, "edit", new { text = "In my own words https://example.org/x" })).IsSuccessStatusCode);
        Assert.Single(newsroom.X.Timeline);
        Assert.True((await newsroom.Do(id, "approve")).IsSuccessStatusCode);

        await newsroom.Reaches("Posted");
        Assert.StartsWith("In my own words", newsroom.X.Timeline[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_post_is_scheduled_cancelled_seconds_before_and_sent_after_all()
    {
        var time = new FakeTimeProvider(Noon);
        await using var newsroom = await Newsroom.Open(time: time);
        await newsroom.Appears(Newsroom.NewArticle() with { EmbargoUntil = Noon.AddHours(1) });
        var id = (await newsroom.Reaches("Planned")).GetProperty("id").GetString()!;
        await newsroom.Do(id, "edit", new { at = Noon.AddHours(3) });
        await newsroom.Advance(time, TimeSpan.FromHours(3) - TimeSpan.FromSeconds(2));

        Assert.True((await newsroom.Do(id, "cancel")).IsSuccessStatusCode);
        await newsroom.Advance(time, TimeSpan.FromHours(1));
        Assert.Empty(newsroom.X.Timeline);
        Assert.True((await newsroom.Do(id, "retry")).IsSuccessStatusCode);

        await newsroom.Reaches("Posted");
    }

    [Fact]
    public async Task A_set_time_is_taken_away_and_the_post_goes_out_when_its_turn_comes_but_not_before_the_embargo_ends()
    {
        var time = new FakeTimeProvider(Noon);
        await using var newsroom = await Newsroom.Open(time: time);
        await newsroom.Appears(Newsroom.NewArticle() with { EmbargoUntil = Noon.AddHours(1) });
        var id = (await newsroom.Reaches("Planned")).GetProperty("id").GetString()!;
        await newsroom.Do(id, "edit", new { at = Noon.AddHours(30) });
        await Refused(newsroom.Do(id, "edit", new { at = Noon.AddHours(2), unschedule = true }), HttpStatusCode.BadRequest, "in place of");

        Assert.True((await newsroom.Do(id, "edit", new { unschedule = true })).IsSuccessStatusCode);
        var post = await newsroom.Reaches("Planned");
        Assert.False(post.TryGetProperty("scheduledAt", out _));
        Assert.Equal(Noon.AddHours(1), post.GetProperty("dueAt").GetDateTimeOffset());
        Assert.Empty(newsroom.X.Timeline);

        await newsroom.Advance(time, TimeSpan.FromHours(1.1), steps: 3);
        await newsroom.Reaches("Posted");
    }

    [Fact]
    public async Task Refusals_say_what_an_editor_can_do()
    {
        await using var newsroom = await Newsroom.Open();
        await newsroom.Appears(Newsroom.NewArticle());
        var id = (await newsroom.Reaches("Posted")).GetProperty("id").GetString()!;

        await Refused(newsroom.Do(id, "cancel"), HttpStatusCode.Conflict, "too late");
        await Refused(newsroom.Do(id, "retry"), HttpStatusCode.Conflict, "cannot be retried");
        await Refused(newsroom.Do(id, "approve"), HttpStatusCode.Conflict, "awaits approval");
        await Refused(newsroom.Do(id, "edit", new { text = "New words" }), HttpStatusCode.Conflict, "frozen");
        await Refused(newsroom.Do(id, "edit", new { }), HttpStatusCode.BadRequest, "Send");
        await Refused(newsroom.Do(id, "edit", new { text = "" }), HttpStatusCode.BadRequest, "Write something");
        await Refused(newsroom.Do(id, "edit", new { text = new string('a', 281) }), HttpStatusCode.BadRequest, "281 of 280");
        await Refused(newsroom.Do(id, "edit", new { text = "$AB and $CD" }), HttpStatusCode.BadRequest, "dollar sign");
        await Refused(newsroom.Do(id, "confirm", new { url = "https://example.org/1" }), HttpStatusCode.BadRequest, "https://x.com/");
        await Refused(newsroom.Do(id, "confirm", new { url = "https://x.com/example/status/1" }), HttpStatusCode.Conflict, "in doubt");
        await Refused(newsroom.Do("nobodys", "cancel"), HttpStatusCode.NotFound, "GET /api/posts");
    }

    [Fact]
    public async Task What_nobody_can_tell_is_confirmed_by_its_address()
    {
        await using var newsroom = await Newsroom.Open();
        newsroom.X.Next(Fault.Duplicate);
        await newsroom.Appears(Newsroom.NewArticle());
        var id = (await newsroom.Reaches("Unconfirmed", withinSeconds: 30)).GetProperty("id").GetString()!;

        Assert.True((await newsroom.Do(id, "confirm", new { url = "https://twitter.com/example/status/1445880548472328192?s=20" })).IsSuccessStatusCode);

        var post = await newsroom.Reaches("Posted");
        Assert.Equal("https://x.com/i/status/1445880548472328192", post.GetProperty("url").GetString());
    }

    [Fact]
    public async Task The_budget_stops_posts_keeps_a_reserve_for_breaking_news_and_agrees_with_the_bill()
    {
        await using var newsroom = await Newsroom.Open(settings: [("Engagement:X:MonthlyBudget", "1"), ("Engagement:X:BreakingReserve", "0.3")]);
        for (var number = 0; number < 3; number++)
        {
            await newsroom.Appears(Newsroom.NewArticle($"a{number}", $"Article number {number}"));
            await newsroom.Reaches("Posted", $"a{number}");
        }

        await newsroom.Appears(Newsroom.NewArticle("dear", "One article too many"));
        var refused = await newsroom.Reaches("OutOfBudget", "dear");
        await newsroom.Appears(Newsroom.NewArticle("quake", "Earthquake off the coast") with { Breaking = true });
        await newsroom.Reaches("Posted", "quake");

        Assert.Contains("MonthlyBudget", refused.GetProperty("advice").GetString(), StringComparison.Ordinal);
        var standing = await newsroom.Site.Admin.GetFromJsonAsync<JsonElement>("/api/posts/budget", TestContext.Current.CancellationToken);
        Assert.Equal(newsroom.X.Bill.Sum(charge => charge.Price), standing.GetProperty("spend").GetProperty("spent").GetDecimal());
        Assert.Equal(0.8m, standing.GetProperty("spend").GetProperty("spent").GetDecimal());
        Assert.Equal(0, standing.GetProperty("postsLeft").GetInt32());
    }

    [Fact]
    public async Task Refused_requests_are_not_charged()
    {
        await using var newsroom = await Newsroom.Open();
        newsroom.X.Next(Fault.Unauthorized);
        await newsroom.Appears(Newsroom.NewArticle());
        var id = (await newsroom.Reaches("Waiting")).GetProperty("id").GetString()!;
        await newsroom.Do(id, "retry");
        await newsroom.Reaches("Posted");

        var standing = await newsroom.Site.Admin.GetFromJsonAsync<JsonElement>("/api/posts/budget", TestContext.Current.CancellationToken);
        Assert.Equal(0.2m, standing.GetProperty("spend").GetProperty("byKind").GetProperty("post").GetDecimal());
    }

    static async Task Refused(Task<HttpResponseMessage> call, HttpStatusCode status, string says)
    {
        using var answer = await call;
        Assert.Equal(status, answer.StatusCode);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Contains(says, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }
}
