using Engagement.Fakes.X;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Engagement.Tests.Fakes;

public sealed class FakeXPostTests
{
    [Fact]
    public async Task A_signed_post_stands_on_the_timeline_with_its_links_shortened()
    {
        await using var x = await FakeX.Start();
        using var caller = new SignedCaller(x);

        var answer = await caller.Post("Treaty enters into force #Security https://example.org/a/214?utm_content=k7");

        Assert.Equal(201, answer.Status);
        var post = Assert.Single(x.Timeline);
        Assert.Equal(post.Id, answer.Json.GetProperty("data").GetProperty("id").GetString());
        Assert.Matches("^Treaty enters into force #Security https://t.co/[A-Za-z0-9]{10}$", answer.Json.GetProperty("data").GetProperty("text").GetString());
        Assert.Equal(["https://example.org/a/214?utm_content=k7"], post.Urls);
        Assert.Equal("99", answer.Headers["x-rate-limit-remaining"]);
    }

    [Fact]
    public async Task The_same_text_again_is_refused_with_the_very_body_of_x_until_twelve_hours_have_passed()
    {
        var time = new FakeTimeProvider(DateTimeOffset.Parse("2026-11-23T10:00:00Z"));
        await using var x = await FakeX.Start(new FakeXOptions { Time = time });
        using var caller = new SignedCaller(x);
        await caller.Post("Treaty enters into force");

        var again = await caller.Post("Treaty  enters into force ");
        time.Advance(TimeSpan.FromHours(12));
        var tomorrow = await caller.Post("Treaty enters into force");

        Assert.Equal(403, again.Status);
        Assert.Equal("""{"detail":"You are not allowed to create a Tweet with duplicate content.","type":"about:blank","title":"Forbidden","status":403}""", again.Body);
        Assert.Equal(201, tomorrow.Status);
    }

    [Fact]
    public async Task The_same_text_sent_twenty_times_at_once_stands_once()
    {
        await using var x = await FakeX.Start();
        using var caller = new SignedCaller(x);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => caller.Post("Treaty enters into force")));

        Assert.Single(answers, answer => answer.Status == 201);
        Assert.Single(x.Timeline);
    }

    [Theory]
    [InlineData(280, 201)]
    [InlineData(281, 400)]
    public async Task Text_may_weigh_280(int weight, int status)
    {
        await using var x = await FakeX.Start();
        using var caller = new SignedCaller(x);
        const string Link = " https://example.org/a-link-that-is-far-longer-than-the-twenty-three-characters-it-counts-for";

        var answer = await caller.Post(new string('a', weight - 24) + Link);

        Assert.Equal(status, answer.Status);
    }

    [Theory]
    [InlineData("""{ "text": "" }""", 400, "at least 1")]
    [InlineData("""{ "text": "a", "texts": "b" }""", 400, "$.texts: is not defined in the schema")]
    [InlineData("""{ "text": 5 }""", 400, "string expected")]
    [InlineData("""[]""", 400, "JSON object")]
    [InlineData("""{ "text": """, 400, "JSON object")]
    [InlineData("""{ "text": "a\ufeff" }""", 400, "invalid characters")]
    [InlineData("""{ "text": "Gas falls $SHEL and $BP" }""", 403, "maximum of one cashtag")]
    [InlineData("""{ "text": "a", "card_uri": "card://1", "poll": { "options": ["a", "b"], "duration_minutes": 5 } }""", 400, "only one of")]
    [InlineData("""{ "text": "a", "reply": { "in_reply_to_tweet_id": "5" } }""", 403, "not permitted")]
    public async Task What_x_refuses_is_refused_and_does_not_stand(string body, int status, string saying)
    {
        await using var x = await FakeX.Start();
        using var caller = new SignedCaller(x);

        var answer = await caller.Send(HttpMethod.Post, "/2/tweets", new StringContent(body, null, "application/json"));

        Assert.Equal(status, answer.Status);
        Assert.Contains(saying, answer.Body, StringComparison.Ordinal);
        Assert.Empty(x.Timeline);
    }

    [Fact]
    public async Task A_post_can_be_read_back_and_deleted()
    {
        await using var x = await FakeX.Start();
        using var caller = new SignedCaller(x);
        var me = (await caller.Get("/2/users/me")).Json.GetProperty("data").GetProperty("id").GetString();
        await caller.Post("Treaty enters into force https://example.org/a/214?utm_content=k7");
        var id = x.Timeline[0].Id;

        var timeline = await caller.Get($"/2/users/{me}/tweets?max_results=5&start_time=2026-01-01T00:00:00Z&tweet.fields=created_at,entities");
        var byId = await caller.Get($"/2/tweets?ids={id},1");
        var deleted = await caller.Send(HttpMethod.Delete, $"/2/tweets/{id}");

        Assert.Equal("https://example.org/a/214?utm_content=k7", timeline.Json.GetProperty("data")[0].GetProperty("entities")
            .GetProperty("urls")[0].GetProperty("expanded_url").GetString());
        Assert.Equal(id, byId.Json.GetProperty("data")[0].GetProperty("id").GetString());
        Assert.Equal("1", byId.Json.GetProperty("errors")[0].GetProperty("resource_id").GetString());
        Assert.True(deleted.Json.GetProperty("data").GetProperty("deleted").GetBoolean());
        Assert.Empty(x.Timeline);
    }

    [Fact]
    public async Task A_new_post_shows_on_the_timeline_call_only_after_the_delay()
    {
        var time = new FakeTimeProvider(DateTimeOffset.Parse("2026-11-23T10:00:00Z"));
        await using var x = await FakeX.Start(new FakeXOptions { Time = time, TimelineDelay = TimeSpan.FromSeconds(30) });
        using var caller = new SignedCaller(x);
        await caller.Post("Treaty enters into force");

        var early = await caller.Get($"/2/users/{x.Options.UserId}/tweets");
        time.Advance(TimeSpan.FromSeconds(30));
        var late = await caller.Get($"/2/users/{x.Options.UserId}/tweets");

        Assert.Equal("""{"meta":{"result_count":0}}""", early.Body);
        Assert.Equal(1, late.Json.GetProperty("meta").GetProperty("result_count").GetInt32());
    }

    [Theory]
    [InlineData("ASP.NET 10 released", "http://ASP.NET")]
    [InlineData("Kana https://example.org/パス", "https://example.org/")]
    [InlineData("Nothing here: Node.js 24", null)]
    public async Task A_link_is_what_x_takes_for_one_and_costs_as_one(string text, string? link)
    {
        await using var x = await FakeX.Start();
        using var caller = new SignedCaller(x);

        await caller.Post(text);

        Assert.Equal(link, x.Timeline[0].Urls.SingleOrDefault());
        Assert.Equal(link is null ? 0.015m : 0.200m, x.Bill[0].Price);
    }

    [Fact]
    public async Task Text_in_answers_may_be_escaped_and_is_stored_as_sent()
    {
        await using var x = await FakeX.Start(new FakeXOptions { EscapesText = true });
        using var caller = new SignedCaller(x);

        var answer = await caller.Post("Research & development <now>");

        Assert.Equal("Research &amp; development &lt;now&gt;", answer.Json.GetProperty("data").GetProperty("text").GetString());
        Assert.Equal("Research & development <now>", x.Timeline[0].Text);
    }
}
