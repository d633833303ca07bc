using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Engagement.Fakes.X;
using Xunit;

namespace Engagement.SystemTests.Chaos;

/// <summary>What became of every article's post, and a sentence about each that did not end well.</summary>
sealed class PostsAfterwards(Installation site, FakeX x)
{
    /// <summary>Looks at the timeline follow one another after at most forty times ReconcileAfter, here a second.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Returns when every article's post stands on X exactly once, or an editor was asked; otherwise says what is wrong with which.</summary>
    public async Task Check(IReadOnlyCollection<string> articles)
    {
        var watch = Stopwatch.StartNew();
        using var pause = new PeriodicTimer(TimeSpan.FromSeconds(1));
        IReadOnlyList<string> wrong;
        while ((wrong = [.. Wrong(articles, await All())]).Count > 0 && watch.Elapsed < Patience)
        {
            await pause.WaitForNextTickAsync(Cancel);
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {articles.Count} posts are wrong:\n{string.Join('\n', wrong.Take(20))}");
    }

    IEnumerable<string> Wrong(IReadOnlyCollection<string> articles, ILookup<string, JsonElement> posts)
    {
        var standing = x.Timeline.SelectMany(post => post.Urls).CountBy(url => url.Split('?')[0].Split('/')[^1][..^".html".Length]).ToDictionary();
        foreach (var article in articles.Union(standing.Keys))
        {
            var (mine, times) = (posts[article].ToList(), standing.GetValueOrDefault(article));
            var isWell = mine.Count == 1 && mine[0].GetProperty("state").GetString() switch
            {
                "Posted" => times == 1,
                "Unconfirmed" => times <= 1,
                _ => false,
            };
            if (!isWell)
            {
                yield return $"{article}: {times} times on X; {(mine.Count == 0 ? "no post" : string.Join(" and ", mine.Select(Tell)))}";
            }
        }
    }

    static string Tell(JsonElement post)
    {
        string Of(string name) => post.TryGetProperty(name, out var value) ? value.ToString() : "";
        string Age(string name) => post.TryGetProperty(name, out var at) && at.ValueKind == JsonValueKind.String
            ? string.Create(CultureInfo.InvariantCulture, $"{(at.GetDateTimeOffset() - TimeProvider.System.GetUtcNow()).TotalSeconds:+0;-0;0} s") : "never";
        return $"{Of("id")} {Of("state")}, made {Age("createdAt")}, next look {Age("dueAt")}: {Of("reason")}\n    attempts: {Of("attempts")}\n    "
            + $"moves: {string.Join(" · ", post.GetProperty("history").EnumerateArray().TakeLast(8))}";
    }

    async Task<ILookup<string, JsonElement>> All()
    {
        var posts = new List<JsonElement>();
        var cursor = "";
        while (cursor is not null)
        {
            var page = await site.Of("publisher").Admin.GetFromJsonAsync<JsonElement>($"/api/posts?limit=200{cursor}", Cancel);
            posts.AddRange(page.GetProperty("posts").EnumerateArray());
            cursor = page.TryGetProperty("next", out var next) && next.GetString() is { } rest ? $"&cursor={rest}" : null;
        }

        return posts.ToLookup(post => post.GetProperty("articleId").GetString()!);
    }
}
