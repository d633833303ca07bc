using System.Net.Http.Json;
using System.Text.Json;
using Engagement.Contracts;
using Engagement.Platform.Bus;
using Engagement.Popularity.Lists;
using Engagement.Popularity.Ranking;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Engagement.Tests.Popularity;

/// <summary>Plays Intake and Counter towards Popularity: announces articles, and says counts as Counter says them, absolute and versioned.</summary>
sealed class Readers(TestSite site)
{
    readonly Dictionary<(string Article, DateTimeOffset Start, int Seconds), (long Version, Dictionary<string, long> Counts)> buckets = [];
    readonly Dictionary<string, (long Version, Dictionary<string, long> Counts)> totals = [];

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public Task Publish(string id, string section = "Security", long revision = 1, params string[] tags) =>
        Say(new ArticlePublished(An(id, section, revision, tags), DateTimeOffset.UnixEpoch));

    public static Article An(string id, string section = "Security", long revision = 1, params string[] tags) => new()
    {
        Id = id,
        Revision = revision,
        Url = $"https://example.org/{id}.html",
        Title = $"About {id}",
        Section = section,
        Author = "A. Writer",
        Tags = tags,
    };

    public Task Withdraw(string id, long revision = 2) => Say(new ArticleWithdrawn(id, revision, DateTimeOffset.UnixEpoch));

    public Task Say<T>(T message) where T : class => site.Services.GetRequiredService<Announcer>().Say(message, Cancellation);

    /// <summary>Counts events in the minute (or wider bucket) that holds a time, and tells Popularity.</summary>
    public Task Count(string id, DateTimeOffset at, string what = "share:x", long times = 1, int seconds = 60) => Say(Counted(id, at, what, times, seconds));

    /// <summary>Counts and gives the message, unsent.</summary>
    public ArticleCountsChanged Counted(string id, DateTimeOffset at, string what = "share:x", long times = 1, int seconds = 60)
    {
        var start = DateTimeOffset.FromUnixTimeSeconds(at.ToUnixTimeSeconds() / seconds * seconds);
        var bucket = Add(buckets, (id, start, seconds), what, times);
        var total = Add(totals, id, what, times);
        return new([new(id, new(DateTimeOffset.UnixEpoch, 0, total.Version, total.Counts),
            [new(start, seconds, bucket.Version, bucket.Counts)])]);
    }

    /// <summary>Everything counted so far, as Counter answers CountsWanted.</summary>
    public IEnumerable<ArticleCountsChanged> Everything() => totals.Select(total => new ArticleCountsChanged(
        [new(total.Key, new(DateTimeOffset.UnixEpoch, 0, total.Value.Version, total.Value.Counts),
            [.. buckets.Where(bucket => bucket.Key.Article == total.Key)
                .Select(bucket => new CountBucket(bucket.Key.Start, bucket.Key.Seconds, bucket.Value.Version, bucket.Value.Counts))])]));

    /// <summary>A list through the front door, as "id score".</summary>
    public async Task<string[]> Popular(string query)
    {
        site.Services.GetRequiredService<RollLists>().Ring();
        var answer = await site.Reader.GetFromJsonAsync<JsonElement>($"/api/popular?{query}", Cancellation);
        return [.. answer.GetProperty("articles").EnumerateArray()
            .Select(article => $"{article.GetProperty("id").GetString()} {Explain.Number(article.GetProperty("score").GetDouble())}")];
    }

    /// <summary>The scores of a list, unrounded, in its order.</summary>
    public async Task<List<(string Id, double Score)>> Scores(string query)
    {
        site.Services.GetRequiredService<RollLists>().Ring();
        var answer = await site.Reader.GetFromJsonAsync<JsonElement>($"/api/popular?{query}", Cancellation);
        return [.. answer.GetProperty("articles").EnumerateArray().Select(article => (article.GetProperty("id").GetString()!, article.GetProperty("score").GetDouble()))];
    }

    /// <summary>Applies counts at once, without the bus, and returns when they are kept.</summary>
    public Task Apply(params ArticleCounts[] articles) => site.Services.GetRequiredService<ApplyCounts>().Apply(articles);

    /// <summary>Reads the lists anew and returns when they are served.</summary>
    public async Task Roll()
    {
        var version = (long?)await site.Services.GetRequiredService<Platform.Store.Ledger>().Db.StringGetAsync(PopularityKeys.Changes) ?? 0;
        var lists = site.Services.GetRequiredService<CurrentLists>();
        await Eventually.True(() =>
        {
            site.Services.GetRequiredService<RollLists>().Ring();
            return Task.FromResult(lists.Snapshot.Version >= version);
        }, "the lists are read");
    }

    /// <summary>Waits until a list reads so.</summary>
    public async Task Shows(string query, params string[] expected)
    {
        string[] last = [];
        try
        {
            await Eventually.True(async () => (last = await Popular(query)).SequenceEqual(expected), query);
        }
        catch (Xunit.Sdk.TrueException)
        {
            Assert.Equal(expected, last);
        }
    }

    static (long Version, Dictionary<string, long> Counts) Add<T>(
        Dictionary<T, (long Version, Dictionary<string, long> Counts)> to, T key, string what, long times) where T : notnull
    {
        var (version, counts) = to.GetValueOrDefault(key, (0, []));
        var grown = new Dictionary<string, long>(counts) { [what] = counts.GetValueOrDefault(what) + times };
        return to[key] = (version + 1, grown);
    }
}
