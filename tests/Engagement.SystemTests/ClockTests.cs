using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Engagement.Fakes.X;
using Engagement.Tests;
using Xunit;

namespace Engagement.SystemTests;

/// <summary>Somebody sets the machine's clock while the program runs.</summary>
public sealed class ClockTests
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, BothModes]
    public async Task A_clock_that_jumps_an_hour_forth_and_back_loses_nothing_and_doubles_nothing(Mode mode)
    {
        Assert.SkipUnless(Clock.CanBeSet, Clock.IsMissing);
        using var ours = new Clock();
        using var theirs = new Clock();
        await using var x = await FakeX.Start(new FakeXOptions { Time = theirs });
        await using var site = await Installation.Start(mode,
        [
            .. x.Settings, .. ours.Environment, ("Engagement:X:ReconcileAfter", "00:00:01"),
            ("Engagement:Counter:VisitorWindow", "00:00:00"), ("Engagement:Counter:VisitorLimit", "0"), ("Engagement:Counter:ArticleLimit", "0"),
        ]);
        var articles = new List<string>();
        foreach (var hours in (int[])[0, 1, 0, -1, 0])
        {
            ours.Set(TimeSpan.FromHours(hours));
            await Eventually.True(async () => (await Task.WhenAll(site.Instances.Select(Ahead))).All(ahead => Math.Abs(ahead.TotalHours - hours) < 0.1), $"the clock is {hours} h ahead");
            articles.Add($"article-{articles.Count}");
            await site.Publish(new { id = articles[^1], url = $"https://example.org/{articles[^1]}", title = $"News of {articles[^1]}" });
            foreach (var article in articles)
            {
                await Eventually.True(async () => await Share(site, articles.Count, article) == HttpStatusCode.NoContent, $"a share of {article} is accepted {hours} h ahead");
            }
        }

        await Eventually.True(() => Task.FromResult(Posted(x).Contains(articles[^1])), "what comes after the clock was set right does not wait for the hour ahead", withinSeconds: 30);

        // Sent again, whatever the clock said then, nothing counts again.
        for (var round = 1; round <= articles.Count; round++)
        {
            foreach (var article in articles.Take(round))
            {
                Assert.Equal(HttpStatusCode.NoContent, await Share(site, round, article));
            }
        }

        string[] expected = [.. articles.Select((article, number) => $"{article} {articles.Count - number}")];
        await Eventually.True(async () => (await Counts(site, articles)).SequenceEqual(expected), "the counts are exact");
        Assert.Equal(expected, await Counts(site, articles));
        await Eventually.True(async () => (await Popular(site)).SequenceEqual(expected), "the list is right", withinSeconds: 30);

        // What was to be done in the hour ahead is done at the latest when that hour has come.
        ours.Set(TimeSpan.FromMinutes(65));
        theirs.Set(TimeSpan.FromMinutes(65));
        await Eventually.True(() => Task.FromResult(x.Timeline.Count >= articles.Count), "all are on X", withinSeconds: 90);
        Assert.Equal(articles, Posted(x).Order());
    }

    static IEnumerable<string> Posted(FakeX x) => x.Timeline.Select(post => post.Urls.Single().Split('?')[0].Split('/')[^1]);

    static async Task<TimeSpan> Ahead(Instance instance) =>
        (await instance.Reader.GetAsync("/health/live", Cancel)).Headers.Date!.Value - TimeProvider.System.GetUtcNow();

    static async Task<HttpStatusCode> Share(Installation site, int round, string article)
    {
        var body = JsonSerializer.Serialize(new { id = $"share-{round}-of-{article}", article, kind = "share", target = "x" });
        return (await site.Of("counter").Reader.PostAsync("/e", new StringContent(body, Encoding.UTF8, "text/plain"), Cancel)).StatusCode;
    }

    static async Task<IReadOnlyList<string>> Counts(Installation site, IReadOnlyList<string> articles)
    {
        var counts = (await site.Of("counter").Reader.GetFromJsonAsync<JsonElement>($"/api/counts?ids={string.Join(',', articles)}", Cancel)).GetProperty("counts");
        return [.. articles.Select(article => $"{article} {(counts.TryGetProperty(article, out var count) ? count.GetProperty("shares").GetInt32() : 0)}")];
    }

    static async Task<IReadOnlyList<string>> Popular(Installation site)
    {
        var list = await site.Of("popularity").Reader.GetFromJsonAsync<JsonElement>("/api/popular?list=shared&window=24h", Cancel);
        return [.. list.GetProperty("articles").EnumerateArray().Select(article => $"{article.GetProperty("id").GetString()} {article.GetProperty("score").GetDouble()}")];
    }
}
