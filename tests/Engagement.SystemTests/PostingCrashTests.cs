using System.Net.Http.Json;
using System.Text.Json;
using Engagement.Fakes.X;
using Engagement.Tests;
using Xunit;

namespace Engagement.SystemTests;

/// <summary>
/// X cannot be asked whether it took a post, so the dangerous moments are those around the call. The built program is killed with
/// kill -9 in each of them, started again and told of the article again and again: it stands on X exactly once.
/// </summary>
public sealed class PostingCrashTests
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, BothModes]
    public async Task A_killed_before_the_post_was_taken(Mode mode)
    {
        await using var x = await FakeX.Start();
        await using var site = await Open(mode, x);

        await Publish(site, "treaty", embargoUntil: TimeProvider.System.GetUtcNow().AddSeconds(5));
        await site.Kill();
        Assert.Empty(x.Timeline);

        await StandsOnce(site, x, requests: 1);
    }

    [Theory, BothModes]
    public async Task B_killed_after_the_attempt_was_written_down_and_X_has_nothing(Mode mode)
    {
        await using var x = await FakeX.Start();
        await using var site = await Open(mode, x);
        x.Next(Fault.HoldThenDrop(Never()));

        await Publish(site, "treaty");
        await Requested(x);
        await site.Kill();
        Assert.Empty(x.Timeline);

        await StandsOnce(site, x, requests: 2);
        Assert.Contains(x.Requests, request => request.Call == Call.ReadTimeline);
    }

    [Theory, BothModes]
    public async Task B_killed_after_the_attempt_was_written_down_and_before_its_first_byte_left(Mode mode)
    {
        await using var door = await Door.Shut();
        await using var x = await FakeX.Start(new FakeXOptions { SignedAs = door.Address });
        await using var site = await Open(mode, x, ("Engagement:X:ApiUrl", door.Address.ToString()), ("Engagement:X:Timeout", "00:00:08"));

        await Publish(site, "treaty");
        await Reaches(site, "treaty", "Sending");
        await site.Kill();
        Assert.Empty(x.Requests);
        door.Open(x.Address);

        await StandsOnce(site, x, requests: 1);
        Assert.Contains(x.Requests, request => request.Call == Call.ReadTimeline);
    }

    [Theory, BothModes]
    public async Task C_killed_before_the_answer_came_and_X_has_the_post(Mode mode)
    {
        await using var x = await FakeX.Start();
        await using var site = await Open(mode, x);
        x.Next(Fault.Hold(Never()));

        await Publish(site, "treaty");
        await Requested(x);
        await Eventually.True(() => Task.FromResult(x.Timeline.Count == 1), "X has the post");
        await site.Kill();

        await StandsOnce(site, x, requests: 1);
        Assert.Contains(x.Requests, request => request.Call == Call.ReadTimeline);
    }

    /// <summary>How far it got with the answer in the instant before kill -9 reached it differs from run to run; the result must not.</summary>
    [Theory, BothModes]
    public async Task D_killed_as_the_answer_came(Mode mode)
    {
        await using var x = await FakeX.Start();
        await using var site = await Open(mode, x);
        var answer = new TaskCompletionSource();
        x.Next(Fault.Hold(answer.Task));

        await Publish(site, "treaty");
        await Requested(x);
        answer.SetResult();
        await site.Kill();

        await StandsOnce(site, x, requests: 1);
    }

    [Theory, BothModes]
    public async Task E_killed_after_the_post_was_known_to_stand(Mode mode)
    {
        await using var x = await FakeX.Start();
        await using var site = await Open(mode, x);

        await Publish(site, "treaty");
        await Reaches(site, "treaty", "Posted");
        await site.Kill();

        await StandsOnce(site, x, requests: 1);
    }

    [Theory, BothModes]
    public async Task Killed_again_and_again_at_any_moment_while_articles_come_and_X_fails(Mode mode)
    {
        const int Rounds = 4;
        const int EachRound = 15;
        var moments = new Random(1123);
        await using var x = await FakeX.Start(new FakeXOptions { RateLimits = new Dictionary<Call, int>() });
        x.Chaos(seed: 7, share: 0.2, Fault.DropBeforeCommit, Fault.CommitThenDrop, Fault.CommitThen503, Fault.TruncatedBody, Fault.HtmlPage);
        await using var site = await Open(mode, x);

        for (var round = 0; round < Rounds; round++)
        {
            var killAfter = x.Requests.Count(request => request.Call == Call.CreatePost) + moments.Next(1, EachRound);
            await Publish(site, [.. Enumerable.Range(0, EachRound).Select(number => $"r{round}n{number}")]);
            await Eventually.True(() => Task.FromResult(x.Requests.Count(request => request.Call == Call.CreatePost) >= killAfter), "X was called", withinSeconds: 90);
            await site.Kill();
            await site.Run();
        }

        x.Heal();
        string[] all = [.. from round in Enumerable.Range(0, Rounds) from number in Enumerable.Range(0, EachRound) select $"r{round}n{number}"];
        await Eventually.True(async () => await Count(site, "Posted") >= all.Length, "every post has ended, and the timeline could always tell how", withinSeconds: 180);
        Assert.All(x.Timeline.GroupBy(post => post.Urls.Single().Split('?')[0]), standing => Assert.Single(standing));
        Assert.Equal(all.Length, x.Timeline.Count(post => all.Any(id => post.Urls.Single().Contains($"/{id}.html", StringComparison.Ordinal))));
    }

    /// <summary>A task that never ends: the answer never comes.</summary>
    static Task Never() => new TaskCompletionSource().Task;

    static Task<Installation> Open(Mode mode, FakeX x, params (string Path, string Value)[] also) => Installation.Start(mode,
        x.Settings.Concat([("Engagement:X:ReconcileAfter", "00:00:00.1"), ("Engagement:X:Timeout", "00:00:03"), .. also])
            .GroupBy(setting => setting.Item1).Select(given => given.Last()));

    static Task Requested(FakeX x) => Eventually.True(
        () => Task.FromResult(x.Requests.Any(request => request.Call == Call.CreatePost)), "X is called", withinSeconds: 60);

    /// <summary>Starts it again, tells it of the article ten times and of another one, and looks what came of it.</summary>
    static async Task StandsOnce(Installation site, FakeX x, int requests)
    {
        await site.Run();
        for (var again = 0; again < 10; again++)
        {
            await Publish(site, "treaty");
        }

        await Reaches(site, "treaty", "Posted");
        await Publish(site, "later");
        await Reaches(site, "later", "Posted");

        Assert.Single(x.Timeline, post => post.Urls.Single().Contains("/treaty.html", StringComparison.Ordinal));
        Assert.Equal(requests, x.Requests.Count(request => request.Call == Call.CreatePost && request.Body.Contains("/treaty.html", StringComparison.Ordinal)));
    }

    static async Task Publish(Installation site, string id, DateTimeOffset? embargoUntil) => (await site.Of("intake").Admin.PostAsJsonAsync("/api/articles",
        new { id, url = $"https://example.org/2026/{id}.html", title = $"News of {id}", embargoUntil }, Cancel)).EnsureSuccessStatusCode();

    static async Task Publish(Installation site, params string[] ids) => (await site.Of("intake").Admin.PostAsJsonAsync("/api/articles",
        ids.Select(id => new { id, url = $"https://example.org/2026/{id}.html", title = $"News of {id}" }), Cancel)).EnsureSuccessStatusCode();

    static Task Reaches(Installation site, string article, string state) => Eventually.True(async () =>
        (await Posts(site, $"article={article}")).Any(post => post.GetProperty("state").GetString() == state), $"the post of {article} is {state}", withinSeconds: 90);

    static async Task<int> Count(Installation site, string state) => (await Posts(site, $"state={state}&limit=200")).Count;

    static async Task<IReadOnlyList<JsonElement>> Posts(Installation site, string query) =>
        [.. (await site.Of("publisher").Admin.GetFromJsonAsync<JsonElement>($"/api/posts?{query}", Cancel)).GetProperty("posts").EnumerateArray()];
}
