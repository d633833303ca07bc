using Engagement.Dashboard.Api;
using Engagement.Dashboard.Numbers;
using Engagement.Dashboard.Posts;

namespace Engagement.Dashboard.Now;

/// <summary>Gathers what the first screen shows, from all services at once: the page takes as long as the slowest of them.</summary>
sealed class NowScreen(PopularApi popular, PostsApi posts, CatalogueApi catalogue, Clock clock)
{
    /// <summary>Something that happened lately.</summary>
    internal sealed record Event(DateTimeOffset At, string What, string Title, string Link, bool IsBad = false);

    /// <summary>What the screen shows.</summary>
    internal sealed record Shown(IReadOnlyList<Leader> Leaders, bool IsQuietHour, long? SharesOfHour, long? SharesOfDay, long? BookmarksOfDay,
        long? PostsToday, long? PostsThatNeedYou, IReadOnlyList<Event> Happened, ApiProblem? Problem)
    {
        public static readonly Shown Empty = new([], false, null, null, null, null, null, [], null);
    }

    public async Task<Shown> Load()
    {
        var hour = popular.List("shared", "1h", 100);
        var day = popular.List("shared", "24h", 100);
        var saved = popular.List("bookmarked", "24h", 100);
        var recent = posts.List();
        var waiting = posts.List(("state", "AwaitingApproval"));
        var lost = posts.List(("state", "Unconfirmed"));
        var articles = catalogue.List();
        await Task.WhenAll(hour, day, saved, recent, waiting, lost, articles);

        var isQuiet = hour.Result.Value is { Articles.Count: 0 };
        var ranked = (isQuiet ? day : hour).Result.Value?.Articles.Take(10).ToList() ?? [];
        return new(await Leaders(ranked), isQuiet,
            hour.Result.Value?.Articles.Sum(article => article.Counts.Shares),
            day.Result.Value?.Articles.Sum(article => article.Counts.Shares),
            saved.Result.Value?.Articles.Sum(article => article.Counts.Bookmarks),
            !posts.IsAllowed ? null : recent.Result.Value?.Posts.LongCount(post => clock.Local(post.PostedAt ?? DateTimeOffset.MinValue).Date == clock.Local(clock.Now).Date),
            !posts.IsAllowed ? null : waiting.Result.Value?.Posts.Count + lost.Result.Value?.Posts.Count,
            Happened(recent.Result.Value?.Posts ?? [], articles.Result.Value?.Articles ?? []),
            hour.Result.Problem ?? recent.Result.Problem ?? articles.Result.Problem);
    }

    async Task<IReadOnlyList<Leader>> Leaders(IReadOnlyList<RankedArticle> ranked)
    {
        var ids = ranked.Select(article => article.Id).ToList();
        var counts = catalogue.Counts(ids);
        var hours = catalogue.Hours(ids, 24);
        await Task.WhenAll(counts, hours);
        return [.. ranked.Select(article => new Leader(article,
            hours.Result.Value?.Articles.GetValueOrDefault(article.Id)?.Shares.Select(shares => (double)shares).ToList() ?? [],
            counts.Result.Value?.GetValueOrDefault(article.Id)?.ByTarget ?? new Dictionary<string, long>()))];
    }

    static IReadOnlyList<Event> Happened(IReadOnlyList<ListedPost> posts, IEnumerable<ListedArticle> articles) =>
    [
        .. posts.Where(post => post.State is not ("Planned" or "Cancelled"))
            .Select(post => new Event(post.PostedAt ?? post.ChangedAt ?? post.CreatedAt ?? DateTimeOffset.MinValue, What(post),
                post.Title ?? post.ArticleId, $"/articles/{post.ArticleId}", PostWords.Look(post.State) == "bad"))
            // "posted" says that the article is new, so it is not said twice.
            .Concat(articles.Where(article => !article.Backfill && article.AcceptedAt is not null && posts.All(post => post.ArticleId != article.Id || post.State == "Planned"))
                .Select(article => new Event(article.AcceptedAt!.Value, "new article", article.Title, $"/articles/{article.Id}")))
            .OrderByDescending(happened => happened.At).Take(14),
    ];

    static string What(ListedPost post) => post.State == "Posted" ? "posted on X" : PostWords.Of(post.State);
}
