using System.Net.Http.Json;
using System.Text.Json;
using Engagement.Contracts;
using Engagement.Fakes.X;
using Engagement.Platform.Bus;
using Engagement.Publisher;
using Engagement.Publisher.Posts;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Engagement.Tests.Publisher;

/// <summary>A site that posts on a fake X.</summary>
sealed class Newsroom(TestSite site, FakeX x, Traffic? traffic = null) : IAsyncDisposable
{
    public TestSite Site => site;

    public FakeX X => x;

    public static async Task<Newsroom> Open(LedgerKind ledger = LedgerKind.Garnet, TimeProvider? time = null, FakeXOptions? options = null,
        Action<WebApplicationBuilder>? also = null, bool byOAuth2 = false, params (string Path, string Value)[] settings)
    {
        var x = await FakeX.Start((options ?? new FakeXOptions()) with { Time = time ?? TimeProvider.System });
        (string Path, string Value)[] all = [.. byOAuth2 ? x.OAuth2Settings : x.Settings, ("Engagement:X:ReconcileAfter", "00:00:00.2"), ("Engagement:X:Timeout", "00:00:04"), .. settings];
        var traffic = new Traffic();
        return new(await TestSite.StartWith(traffic.Watch + also, ledger, time, [.. all.GroupBy(setting => setting.Path).Select(given => given.Last())]), x, traffic);
    }

    public static Article NewArticle(string id = "2026-214", string title = "Treaty enters into force") => new()
    {
        Id = id,
        Revision = 1,
        Url = $"https://example.org/2026/{id}.html",
        Title = title,
        Section = "Security",
        Tags = ["Nuclear Issues"],
    };

    public Task Appears(Article article) => Say(new ArticlePublished(article, DateTimeOffset.UnixEpoch));

    public Task Changes(Article article) => Say(new ArticleUpdated(article, DateTimeOffset.UnixEpoch));

    public Task IsWithdrawn(string articleId, long revision) => Say(new ArticleWithdrawn(articleId, revision, DateTimeOffset.UnixEpoch));

    public Task Say<T>(T message) where T : class =>
        site.Services.GetRequiredService<Announcer>().Say(message, TestContext.Current.CancellationToken);

    /// <summary>The posts of an article as the API shows them.</summary>
    public async Task<IReadOnlyList<JsonElement>> Posts(string query = "")
    {
        var list = await site.Admin.GetFromJsonAsync<JsonElement>($"/api/posts?{query}", TestContext.Current.CancellationToken);
        return [.. list.GetProperty("posts").EnumerateArray()];
    }

    /// <summary>Returns an article's post once it is in a state.</summary>
    public async Task<JsonElement> Reaches(string state, string articleId = "2026-214", int withinSeconds = 15)
    {
        JsonElement post = default;
        try
        {
            await Eventually.True(async () =>
            {
                var posts = await Posts($"article={articleId}");
                post = posts.FirstOrDefault();
                return post.ValueKind == JsonValueKind.Object && post.GetProperty("state").GetString() == state;
            }, $"the post is {state}", withinSeconds);
        }
        catch (Xunit.Sdk.XunitException) when (post.ValueKind == JsonValueKind.Object)
        {
            var requests = x.Requests.TakeLast(8).Select(request => $"{request.Method} {request.Target} {request.Status} {request.Note}");
            Assert.Fail($"the post is not {state}; X got {string.Join(" · ", requests)}; the post: {post}");
        }

        return post;
    }

    /// <summary>Lets time pass in steps, each with a moment for what became due.</summary>
    public async Task Advance(FakeTimeProvider time, TimeSpan by, int steps = 30)
    {
        var store = site.Services.GetRequiredService<PostStore>();
        using var moment = new PeriodicTimer(TimeSpan.FromMilliseconds(40));
        for (var step = 0; step < steps; step++)
        {
            // A request under way would take the leap for its deadline. One that X holds back is leapt over all the same.
            var patience = TimeProvider.System.GetTimestamp();
            await Eventually.True(async () => (traffic?.IsQuiet != false && await store.Count(PostState.Sending) == 0)
                || (traffic?.IsQuiet == false && TimeProvider.System.GetElapsedTime(patience).TotalSeconds > 5), "nothing is being sent");
            time.Advance(by / steps);
            site.Services.GetRequiredService<PostDueArticles>().Ring();
            await moment.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Connects the account as an administrator does, who allows the app on X. Returns what the page back here answers.</summary>
    public async Task<HttpResponseMessage> Connect(string verdict = "", object? body = null)
    {
        var token = TestContext.Current.CancellationToken;
        var begun = await (await site.Admin.PostAsJsonAsync("/api/x/connect", body ?? new { }, token)).Content.ReadFromJsonAsync<JsonElement>(token);
        var allowed = await site.Reader.PostAsync($"{begun.GetProperty("authorizeUrl").GetString()}{verdict}", null, token);
        return await site.Reader.GetAsync(allowed.Headers.Location!.PathAndQuery, token);
    }

    /// <summary>The account as the API shows it.</summary>
    public Task<JsonElement> Account() => site.Admin.GetFromJsonAsync<JsonElement>("/api/x/account", TestContext.Current.CancellationToken);

    /// <summary>Calls an action on a post.</summary>
    public Task<HttpResponseMessage> Do(string postId, string action, object? body = null) =>
        site.Admin.PostAsJsonAsync($"/api/posts/{postId}/{action}", body ?? new { }, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await site.DisposeAsync();
        await x.DisposeAsync();
    }
}
