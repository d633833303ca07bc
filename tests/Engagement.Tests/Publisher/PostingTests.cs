using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Engagement.Fakes.X;
using Xunit;

namespace Engagement.Tests.Publisher;

public sealed class PostingTests
{
    [Theory, BothLedgers]
    public async Task A_new_article_is_posted_once_however_often_it_arrives(LedgerKind ledger)
    {
        await using var newsroom = await Newsroom.Open(ledger);
        var article = Newsroom.NewArticle();

        for (var time = 0; time < 10; time++)
        {
            await newsroom.Appears(article);
        }

        var post = await newsroom.Reaches("Posted");
        var standing = Assert.Single(newsroom.X.Timeline);
        Assert.Equal(standing.Id, post.GetProperty("networkPostId").GetString());
        Assert.Contains("Treaty enters into force", standing.ExpandedText, StringComparison.Ordinal);
        Assert.StartsWith("https://example.org/2026/2026-214.html", Assert.Single(standing.Urls), StringComparison.Ordinal);
        Assert.Single(newsroom.X.Requests, request => request.Call == Call.CreatePost);

        await newsroom.Site.Restart();
        await newsroom.Appears(article);
        await newsroom.Appears(Newsroom.NewArticle("next", "The next article"));
        await newsroom.Reaches("Posted", "next");
        Assert.Equal(2, newsroom.X.Timeline.Count);
    }

    [Fact]
    public async Task Without_credentials_a_post_is_made_and_shown_but_not_sent()
    {
        await using var newsroom = await Newsroom.Open(settings:
        [
            ("Engagement:X:ConsumerKey", ""), ("Engagement:X:ConsumerSecret", ""), ("Engagement:X:AccessToken", ""), ("Engagement:X:AccessTokenSecret", ""),
        ]);

        await newsroom.Appears(Newsroom.NewArticle());

        var post = await newsroom.Reaches("DryRun");
        Assert.Contains("Treaty enters into force", post.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Empty(newsroom.X.Requests);
    }

    [Theory, BothLedgers]
    public async Task A_rehearsal_of_an_archive_is_listed_and_counted_by_when_each_post_would_have_gone_out(LedgerKind ledger)
    {
        await using var newsroom = await Newsroom.Open(ledger, settings:
        [
            ("Engagement:X:ConsumerKey", ""), ("Engagement:X:ConsumerSecret", ""), ("Engagement:X:AccessToken", ""), ("Engagement:X:AccessTokenSecret", ""),
            ("Engagement:Queue:StaleAfter", "00:00:00"), ("Engagement:Queue:BackdateDryRuns", "true"),
        ]);
        var may = new DateTimeOffset(2026, 5, 1, 10, 0, 0, TimeSpan.Zero);
        for (var day = 0; day < 4; day++)
        {
            await newsroom.Appears(Newsroom.NewArticle($"day-{day}") with { PublishedAt = may.AddDays(day) });
            Assert.Equal(may.AddDays(day), (await newsroom.Reaches("DryRun", $"day-{day}")).GetProperty("sentAt").GetDateTimeOffset());
        }

        // The end of a span is not in it, and a page is shorter than the count.
        var span = await newsroom.Site.Admin.GetFromJsonAsync<JsonElement>("/api/posts?sentFrom=2026-05-02T10:00:00Z&sentTo=2026-05-04T10:00:00Z&limit=1", TestContext.Current.CancellationToken);

        Assert.Equal(2, span.GetProperty("sent").GetInt64());
        Assert.Equal("day-2", Assert.Single(span.GetProperty("posts").EnumerateArray()).GetProperty("articleId").GetString());
        Assert.Equal("day-1", Assert.Single(await newsroom.Posts($"sentFrom=2026-05-02T10:00:00Z&sentTo=2026-05-04T10:00:00Z&cursor={span.GetProperty("next").GetString()}")).GetProperty("articleId").GetString());
        Assert.Equal(2, (await newsroom.Posts("sentTo=2026-05-03T00:00:00Z")).Count);
    }

    [Fact]
    public async Task Some_credentials_without_the_others_stop_the_start_and_name_what_is_missing()
    {
        var problem = await Assert.ThrowsAnyAsync<Exception>(() => TestSite.Start(settings: ("Engagement:X:ConsumerKey", "abc")));

        Assert.Contains("Engagement__X__ConsumerSecret", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_must_not_be_posted_is_not_posted()
    {
        await using var newsroom = await Newsroom.Open();

        await newsroom.Appears(Newsroom.NewArticle("old") with { Backfill = true });
        await newsroom.Appears(Newsroom.NewArticle("private") with { NoSocial = true });
        await newsroom.IsWithdrawn("gone", 2);
        await newsroom.Appears(Newsroom.NewArticle("gone") with { EmbargoUntil = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero) });
        await newsroom.Appears(Newsroom.NewArticle("news"));

        await newsroom.Reaches("Posted", "news");
        Assert.Single(newsroom.X.Timeline);
        Assert.Empty(await newsroom.Posts("article=old"));
        Assert.Empty(await newsroom.Posts("article=private"));
        // Withdrawal and article travel in two queues: whichever is first, nothing stays planned.
        await Eventually.True(async () => (await newsroom.Posts("article=gone")).All(post => post.GetProperty("state").GetString() == "Cancelled"),
            "the withdrawn article has no planned post");
    }

    [Fact]
    public async Task The_list_of_posts_is_paged_filtered_and_refuses_what_it_does_not_know()
    {
        await using var newsroom = await Newsroom.Open();
        for (var number = 0; number < 5; number++)
        {
            await newsroom.Appears(Newsroom.NewArticle($"a{number}", $"Article number {number}"));
            await newsroom.Reaches("Posted", $"a{number}");
        }

        var seen = new List<string>();
        var next = "";
        do
        {
            var page = await newsroom.Site.Admin.GetStringAsync($"/api/posts?state=posted&limit=2{next}", TestContext.Current.CancellationToken);
            using var json = System.Text.Json.JsonDocument.Parse(page);
            seen.AddRange(json.RootElement.GetProperty("posts").EnumerateArray().Select(post => post.GetProperty("articleId").GetString()!));
            next = json.RootElement.TryGetProperty("next", out var cursor) ? $"&cursor={cursor.GetString()}" : "";
        }
        while (next.Length > 0);

        Assert.Equal(["a4", "a3", "a2", "a1", "a0"], seen);
        Assert.Equal(HttpStatusCode.BadRequest, (await newsroom.Site.Admin.GetAsync("/api/posts?state=lost", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await newsroom.Site.Admin.GetAsync("/api/posts?cursor=x", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await newsroom.Site.Admin.GetAsync("/api/posts/none", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await newsroom.Site.Reader.GetAsync("/api/posts", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task From_the_sites_call_to_the_request_at_X_takes_a_moment()
    {
        await using var newsroom = await Newsroom.Open(options: new FakeXOptions { RateLimits = new Dictionary<Call, int>() });
        var called = new Dictionary<string, DateTimeOffset>();
        for (var number = 0; number < 120; number++)
        {
            var id = $"a{number:000}";
            called[id] = TimeProvider.System.GetUtcNow();
            var answer = await newsroom.Site.Admin.PostAsJsonAsync("/api/articles",
                new { id, url = $"https://example.org/2026/{id}.html", title = $"Article number {number}" }, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
            await Eventually.True(() => Task.FromResult(newsroom.X.Timeline.Count == number + 1), $"{id} is posted");
        }

        // The first twenty warm up what a running site has warm.
        var moments = newsroom.X.Requests.Where(request => request.Call == Call.CreatePost).Skip(20)
            .Select(request => (request.At - called[Regex.Match(request.Body, "/2026/(a[0-9]{3})").Groups[1].Value]).TotalMilliseconds).Order().ToList();
        TestContext.Current.TestOutputHelper?.WriteLine($"median {moments[50]:0} ms, p99 {moments[98]:0} ms, worst {moments[^1]:0} ms");
        // 250 ms is what an idle machine must keep; a machine that runs all tests at once gets room.
        Assert.InRange(moments[50], 0, 250);
    }
}
