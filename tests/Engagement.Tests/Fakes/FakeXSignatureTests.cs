using System.Net.Http.Json;
using Engagement.Fakes.X;
using Xunit;

namespace Engagement.Tests.Fakes;

public sealed class FakeXSignatureTests
{
    [Fact]
    public async Task Nobody_posts_without_a_signature()
    {
        await using var x = await FakeX.Start();
        using var caller = new SignedCaller(x);

        var answer = await caller.Send(HttpMethod.Post, "/2/tweets", JsonContent.Create(new { text = "a" }), "");

        Assert.Equal(401, answer.Status);
        Assert.Equal("""{"title":"Unauthorized","type":"about:blank","status":401,"detail":"Unauthorized"}""", answer.Body);
    }

    [Fact]
    public async Task A_wrong_secret_a_late_clock_and_a_used_nonce_are_each_refused()
    {
        await using var x = await FakeX.Start();
        using var caller = new SignedCaller(x);
        using var stranger = new SignedCaller(x) { As = x.Options with { AccessTokenSecret = "another" } };
        const string Target = "/2/users/me";

        Assert.Equal(401, (await stranger.Get(Target)).Status);
        Assert.Equal(401, (await caller.Send(HttpMethod.Get, Target, null, caller.Sign(HttpMethod.Get, Target, late: TimeSpan.FromMinutes(6)))).Status);
        Assert.Equal(401, (await caller.Send(HttpMethod.Get, Target, null, caller.Sign(HttpMethod.Get, Target, late: TimeSpan.FromMinutes(-6)))).Status);
        Assert.Equal(200, (await caller.Send(HttpMethod.Get, Target, null, caller.Sign(HttpMethod.Get, Target, nonceToUse: "once"))).Status);
        Assert.Equal(401, (await caller.Send(HttpMethod.Get, Target, null, caller.Sign(HttpMethod.Get, Target, nonceToUse: "once"))).Status);
        Assert.Equal(
            ["the signature does not fit the request", "the timestamp is more than five minutes off", "the timestamp is more than five minutes off",
                null, "the nonce was used before"],
            x.Requests.Select(request => request.Note));
    }

    [Fact]
    public async Task The_query_is_part_of_what_is_signed()
    {
        await using var x = await FakeX.Start();
        using var caller = new SignedCaller(x);

        var signed = await caller.Get("/2/tweets?ids=1,2&tweet.fields=created_at");
        var changed = await caller.Send(HttpMethod.Get, "/2/tweets?ids=1,3&tweet.fields=created_at", null,
            caller.Sign(HttpMethod.Get, "/2/tweets?ids=1,2&tweet.fields=created_at"));

        Assert.Equal((200, 401), (signed.Status, changed.Status));
    }
}
