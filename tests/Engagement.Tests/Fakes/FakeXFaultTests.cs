using System.Globalization;
using Engagement.Fakes.X;
using Xunit;

namespace Engagement.Tests.Fakes;

public sealed class FakeXFaultTests
{
    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public async Task A_lost_connection_leaves_the_caller_without_an_answer_whether_or_not_the_post_stands(bool committed, int standing)
    {
        await using var x = await FakeX.Start();
        using var caller = new SignedCaller(x);
        x.Next(committed ? Fault.CommitThenDrop : Fault.DropBeforeCommit);

        await Assert.ThrowsAsync<HttpRequestException>(() => caller.Post("Treaty enters into force"));

        Assert.Equal(standing, x.Timeline.Count);
    }

    [Fact]
    public async Task Half_an_answer_arrives_and_the_post_stands()
    {
        await using var x = await FakeX.Start();
        using var caller = new SignedCaller(x);
        x.Next(Fault.TruncatedBody);

        await Assert.ThrowsAsync<HttpRequestException>(() => caller.Post("Treaty enters into force"));

        Assert.Single(x.Timeline);
    }

    public static TheoryData<Fault, int, int> Answers => new()
    {
        { Fault.ServiceUnavailable, 503, 0 }, { Fault.CommitThen503, 503, 1 }, { Fault.EmptyBody, 201, 1 }, { Fault.HtmlPage, 502, 0 },
        { Fault.HtmlPageWithSuccess, 200, 0 }, { Fault.Unauthorized, 401, 0 }, { Fault.CreditsDepleted, 402, 0 }, { Fault.Duplicate, 403, 0 },
        { Fault.Delay(TimeSpan.FromMilliseconds(20)), 201, 1 },
    };

    [Theory, MemberData(nameof(Answers), DisableDiscoveryEnumeration = true)]
    public async Task A_scripted_fault_strikes_once(Fault fault, int status, int standing)
    {
        await using var x = await FakeX.Start();
        using var caller = new SignedCaller(x);
        x.Next(fault);

        var struck = await caller.Post("Treaty enters into force");
        var after = await caller.Post("Another article");

        Assert.Equal(status, struck.Status);
        Assert.Equal(standing, x.Timeline.Count(post => post.Text == "Treaty enters into force"));
        Assert.Equal(201, after.Status);
    }

    [Fact]
    public async Task A_scripted_429_names_its_reset_and_a_standing_fault_stays_until_healed()
    {
        await using var x = await FakeX.Start();
        using var caller = new SignedCaller(x);
        var reset = DateTimeOffset.UnixEpoch.AddYears(70);
        x.Until(Fault.RateLimited(reset), Call.CreatePost);

        var first = await caller.Post("a");
        var second = await caller.Post("a");
        x.Heal();
        var third = await caller.Post("a");

        Assert.Equal((429, 429, 201), (first.Status, second.Status, third.Status));
        Assert.Equal(reset.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), first.Headers["x-rate-limit-reset"]);
    }

    [Fact]
    public async Task The_hundred_and_first_post_within_fifteen_minutes_is_refused()
    {
        await using var x = await FakeX.Start();
        using var caller = new SignedCaller(x);
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(201, (await caller.Post($"Article {i}")).Status);
        }

        var answer = await caller.Post("One more");

        Assert.Equal(429, answer.Status);
        Assert.Equal("""{"title":"Too Many Requests","detail":"Too Many Requests","type":"about:blank","status":429}""", answer.Body);
        Assert.Equal("0", answer.Headers["x-rate-limit-remaining"]);
    }

    [Fact]
    public async Task Chaos_strikes_the_same_texts_for_the_same_seed_in_any_order()
    {
        static async Task<string[]> Struck(int seed, IEnumerable<int> order)
        {
            await using var x = await FakeX.Start();
            using var caller = new SignedCaller(x);
            x.Chaos(seed, 0.3, Fault.ServiceUnavailable, Fault.HtmlPage);
            var struck = new List<string>();
            foreach (var number in order)
            {
                if ((await caller.Post($"Article {number}")).Status is not 201 and var status)
                {
                    struck.Add($"{number}: {status}");
                }
            }

            return [.. struck.Order()];
        }

        var first = await Struck(7, Enumerable.Range(0, 60));

        Assert.Equal(first, await Struck(7, Enumerable.Range(0, 60).Reverse()));
        Assert.NotEqual(first, await Struck(8, Enumerable.Range(0, 60)));
        Assert.InRange(first.Length, 8, 30);
    }

    [Fact]
    public async Task A_held_answer_comes_when_the_test_lets_it_and_the_post_stands_before()
    {
        await using var x = await FakeX.Start();
        using var caller = new SignedCaller(x);
        var let = new TaskCompletionSource();
        x.Next(Fault.Hold(let.Task));

        var answer = caller.Post("Treaty enters into force");
        await Eventually.True(() => Task.FromResult(x.Timeline.Count == 1), "the post stands");
        Assert.False(answer.IsCompleted);
        let.SetResult();

        Assert.Equal(201, (await answer).Status);
    }

    [Fact]
    public async Task A_request_held_and_then_dropped_leaves_nothing()
    {
        await using var x = await FakeX.Start();
        using var caller = new SignedCaller(x);
        var let = new TaskCompletionSource();
        x.Next(Fault.HoldThenDrop(let.Task));

        var answer = caller.Post("Treaty enters into force");
        await Eventually.True(() => Task.FromResult(x.Requests.Count == 1), "the request has come");
        let.SetResult();

        await Assert.ThrowsAsync<HttpRequestException>(() => answer);
        Assert.Empty(x.Timeline);
    }
}
