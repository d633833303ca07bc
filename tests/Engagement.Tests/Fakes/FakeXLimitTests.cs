using Engagement.Fakes.X;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Engagement.Tests.Fakes;

public sealed class FakeXLimitTests
{
    readonly FakeTimeProvider time = new(DateTimeOffset.Parse("2026-11-23T10:00:00Z"));

    [Fact]
    public async Task Three_limits_show_themselves_and_the_fullest_refuses_until_its_own_reset()
    {
        await using var x = await FakeX.Start(new FakeXOptions { Time = time, AppPostsPer24Hours = 1667, UserPostsPer24Hours = 1 });
        using var caller = new SignedCaller(x);

        var first = await caller.Post("a");
        time.Advance(TimeSpan.FromHours(23));
        var second = await caller.Post("b");
        time.Advance(TimeSpan.FromHours(1));
        var third = await caller.Post("b");

        Assert.Equal((201, 429, 201), (first.Status, second.Status, third.Status));
        Assert.Equal(("99", "1666", "0"), (first.Headers["x-rate-limit-remaining"], first.Headers["x-app-limit-24hour-remaining"],
            first.Headers["x-user-limit-24hour-remaining"]));
        Assert.Equal(DateTimeOffset.Parse("2026-11-24T10:00:00Z").ToUnixTimeSeconds().ToString(), second.Headers["x-user-limit-24hour-reset"]);
    }

    [Fact]
    public async Task A_usage_cap_holds_until_the_day_is_over()
    {
        await using var x = await FakeX.Start(new FakeXOptions { Time = time, PostsPerDay = 1 });
        using var caller = new SignedCaller(x);
        await caller.Post("a");

        var capped = await caller.Post("b");
        time.Advance(TimeSpan.FromHours(14));
        var tomorrow = await caller.Post("b");

        Assert.Equal((429, "Daily"), (capped.Status, capped.Json.GetProperty("period").GetString()));
        Assert.EndsWith("/usage-capped", capped.Json.GetProperty("type").GetString(), StringComparison.Ordinal);
        Assert.Equal(201, tomorrow.Status);
    }

    [Fact]
    public async Task Every_call_has_its_price_and_refusals_are_free()
    {
        await using var x = await FakeX.Start(new FakeXOptions { Time = time, Credits = 1 });
        using var caller = new SignedCaller(x);

        await caller.Post("plain");
        await caller.Post("linked https://example.org/a");
        await caller.Post("plain");
        await caller.Get($"/2/tweets?ids={x.Timeline[0].Id}");
        await caller.Get($"/2/tweets?ids={x.Timeline[0].Id}");
        await caller.Get($"/2/users/{x.Options.UserId}/tweets");
        await caller.Send(HttpMethod.Delete, $"/2/tweets/{x.Timeline[0].Id}");

        Assert.Equal([0.015m, 0.200m, 0.005m, 0.002m, 0.010m], x.Bill.Select(charge => charge.Price));
    }

    [Fact]
    public async Task Without_credits_nothing_is_answered_until_somebody_pays()
    {
        await using var x = await FakeX.Start(new FakeXOptions { Credits = 0.200m });
        using var caller = new SignedCaller(x);
        await caller.Post("linked https://example.org/a");

        var refused = await caller.Post("linked https://example.org/b");
        var me = await caller.Get("/2/users/me");
        x.TopUp(5);
        var paid = await caller.Post("linked https://example.org/b");

        Assert.Equal((402, 402, 201), (refused.Status, me.Status, paid.Status));
        Assert.Equal($$"""{"account_id":{{x.Options.UserId}},"title":"CreditsDepleted","detail":"Your enrolled account [{{x.Options.UserId}}] does not have any credits to fulfill this request.","type":"https://api.twitter.com/2/problems/credits"}""",
            refused.Body);
    }

    [Fact]
    public async Task The_spending_limit_refuses_what_would_pass_it_until_the_next_month()
    {
        await using var x = await FakeX.Start(new FakeXOptions { Time = time, SpendCap = 0.3m });
        using var caller = new SignedCaller(x);
        await caller.Post("linked https://example.org/a");

        var refused = await caller.Post("linked https://example.org/b");
        time.Advance(TimeSpan.FromDays(8));
        var nextMonth = await caller.Post("linked https://example.org/b");

        Assert.Equal((403, 201), (refused.Status, nextMonth.Status));
        Assert.Contains("Monthly spend cap reached", refused.Body, StringComparison.Ordinal);
    }
}
