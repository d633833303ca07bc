using System.Net.Http.Json;
using System.Text.Json;
using Engagement.Fakes.X;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Engagement.Tests.Fakes;

public sealed class FakeXNamingTests
{
    readonly FakeTimeProvider time = new(DateTimeOffset.Parse("2026-11-23T10:00:00Z"));

    [Theory]
    [InlineData(Naming.Old, "tweet.fields", "retweet_count", "edit_history_tweet_ids", "https://api.twitter.com/2/problems/")]
    [InlineData(Naming.New, "post.fields", "repost_count", "edit_history_post_ids", "https://api.x.com/2/problems/")]
    [InlineData(Naming.Both, "tweet.fields", "repost_count", "edit_history_post_ids", "https://api.x.com/2/problems/")]
    public async Task Each_generation_has_its_names(Naming naming, string parameter, string reposts, string history, string problems)
    {
        await using var x = await FakeX.Start(new FakeXOptions { Time = time, Naming = naming });
        using var caller = new SignedCaller(x);

        var created = await caller.Post("a");
        var read = await caller.Get($"/2/tweets?ids={x.Timeline[0].Id},5&{parameter}=public_metrics");

        Assert.True(created.Json.GetProperty("data").TryGetProperty(history, out _));
        Assert.True(read.Json.GetProperty("data")[0].GetProperty("public_metrics").TryGetProperty(reposts, out _));
        Assert.StartsWith(problems, read.Json.GetProperty("errors")[0].GetProperty("type").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Naming.Old, "post.fields=created_at")]
    [InlineData(Naming.New, "tweet.fields=created_at")]
    [InlineData(Naming.Old, "tweet.fields=nonsense")]
    [InlineData(Naming.Old, "nonsense=1")]
    public async Task What_a_generation_does_not_know_it_refuses(Naming naming, string query)
    {
        await using var x = await FakeX.Start(new FakeXOptions { Naming = naming });
        using var caller = new SignedCaller(x);

        Assert.Equal(400, (await caller.Get($"/2/tweets?ids=1&{query}")).Status);
        Assert.Equal(400, (await caller.Get($"/2/users/{x.Options.UserId}/tweets?{query}")).Status);
    }

    [Theory]
    [InlineData(false, "application/json")]
    [InlineData(true, "application/problem+json")]
    public async Task Problems_come_under_either_content_type(bool asProblem, string contentType)
    {
        await using var x = await FakeX.Start(new FakeXOptions { ProblemContentType = asProblem });
        using var caller = new SignedCaller(x);

        Assert.Equal(contentType, (await caller.Get("/2/tweets")).ContentType);
    }

    [Fact]
    public async Task Figures_only_grow_and_private_ones_end_after_thirty_days()
    {
        await using var x = await FakeX.Start(new FakeXOptions { Time = time });
        using var caller = new SignedCaller(x);
        await caller.Post("a");
        var target = $"/2/tweets?ids={x.Timeline[0].Id}&tweet.fields=public_metrics,non_public_metrics";

        var seen = new List<long>();
        for (var hour = 0; hour < 24; hour++)
        {
            var figures = (await caller.Get(target)).Json.GetProperty("data")[0];
            seen.Add(figures.GetProperty("public_metrics").GetProperty("impression_count").GetInt64());
            Assert.Equal(Metrics.Of(x.Timeline[0], time.GetUtcNow()).Impressions, figures.GetProperty("non_public_metrics").GetProperty("impression_count").GetInt64());
            time.Advance(TimeSpan.FromHours(1));
        }

        time.Advance(TimeSpan.FromDays(30));
        var late = await caller.Get(target);

        Assert.Equal(0, seen[0]);
        Assert.Equal(seen.Order(), seen);
        Assert.True(seen[^1] > 400, $"{seen[^1]} impressions after a day");
        Assert.Equal("Field Authorization Error", late.Json.GetProperty("errors")[0].GetProperty("title").GetString());
        Assert.False(late.Json.GetProperty("data")[0].TryGetProperty("non_public_metrics", out var _));
    }

    [Fact]
    public async Task A_timeline_of_many_is_read_in_pages()
    {
        await using var x = await FakeX.Start(new FakeXOptions { Time = time });
        using var caller = new SignedCaller(x);
        for (var i = 0; i < 7; i++)
        {
            await caller.Post($"Article {i}");
            time.Advance(TimeSpan.FromMinutes(1));
        }

        var first = (await caller.Get($"/2/users/{x.Options.UserId}/tweets?max_results=5")).Json;
        var second = (await caller.Get($"/2/users/{x.Options.UserId}/tweets?max_results=5&pagination_token={first.GetProperty("meta").GetProperty("next_token")}")).Json;
        var recent = (await caller.Get($"/2/users/{x.Options.UserId}/tweets?start_time=2026-11-23T10:05:00Z")).Json;

        Assert.Equal(["Article 6", "Article 5", "Article 4", "Article 3", "Article 2"], Texts(first));
        Assert.Equal(["Article 1", "Article 0"], Texts(second));
        Assert.Equal(["Article 6", "Article 5"], Texts(recent));
    }

    [Fact]
    public async Task The_retired_api_and_an_app_that_may_only_read_are_refused()
    {
        await using var x = await FakeX.Start(new FakeXOptions { ReadOnlyApp = true });
        using var caller = new SignedCaller(x);

        var retired = await caller.Send(HttpMethod.Post, "/1.1/statuses/update.json", JsonContent.Create(new { }));
        var written = await caller.Post("a");

        Assert.Equal((403, 453), (retired.Status, retired.Json.GetProperty("errors")[0].GetProperty("code").GetInt32()));
        Assert.EndsWith("/oauth1-permissions", written.Json.GetProperty("type").GetString(), StringComparison.Ordinal);
    }

    static IEnumerable<string?> Texts(JsonElement timeline) => timeline.GetProperty("data").EnumerateArray().Select(post => post.GetProperty("text").GetString());
}
