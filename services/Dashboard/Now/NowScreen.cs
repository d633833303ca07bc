using Engagement.Dashboard.Api;
using Engagement.Dashboard.Numbers;
using Engagement.Dashboard.Posts;
using Engagement.Dashboard.Words;

namespace Engagement.Dashboard.Now;

/// <summary>Gathers what the first screen shows, from all services at once: the page takes as long as the slowest of them.</summary>
sealed class NowScreen(PopularApi popular, PostsApi posts, CatalogueApi catalogue, Clock clock, Speech speech)
{
    /// <summary>Something that happened lately.</summary>
    internal sealed record Event(DateTimeOffset At, string What, string Title, string Link, bool IsBad = false);

    /// <summary>An article that takes off.</summary>
    internal sealed record Alert(TakeOffAlert TakeOff, string Title);

    /// <summary>An alert of the last hour stands above everything; those of the day among what happened.</summary>
    static readonly TimeSpan Urgent = TimeSpan.FromHours(1);

    /// <summary>What the screen shows.</summary>
    internal sealed record Shown(IReadOnlyList<Leader> Leaders, bool IsQuietHour, long? SharesOfHour, long? SharesOfDay, long? BookmarksOfDay,
        long? PostsToday, long? PostsThatNeedYou, IReadOnlyList<Event> Happened, IReadOnlyList<Alert> Alerts, ApiProblem? Problem)
    {
        public static readonly Shown Empty = new([], false, null, null, null, null, null, [], [], null);
    }

    /// <summary>As many leaders as a screen on the wall shows.</summary>
    const int Length = 10;

    /// <summary>More at once would push the leaders off the screen; all of them are among what happened.</summary>
    const int MostUrgent = 3;

    public async Task<Shown> Load()
    {
        var hour = popular.List("shared", "1h", Length);
        var day = popular.List("shared", "24h", Length);
        var (ofHour, ofDay) = (popular.Sums("1h"), popular.Sums("24h"));
        var recent = posts.List();
        var today = clock.Local(clock.Now).Date;
        var sentToday = posts.SentOn(clock.Utc(today), clock.Utc(today.AddDays(1)));
        var states = posts.States();
        var articles = catalogue.List();
        var alerts = Alerts();
        await Task.WhenAll(hour, day, ofHour, ofDay, recent, sentToday, states, articles, alerts);

        var isQuiet = hour.Result.Value is { Articles.Count: 0 };
        var ranked = (isQuiet ? day : hour).Result.Value?.Articles.ToList() ?? [];
        return new(await Leaders(ranked, isQuiet), isQuiet,
            ofHour.Result.Value?.Shares, ofDay.Result.Value?.Shares, ofDay.Result.Value?.Bookmarks,
            sentToday.Result,
            states.Result is { } held ? held.GetValueOrDefault("AwaitingApproval") + held.GetValueOrDefault("Unconfirmed") : null,
            Happened(recent.Result.Value?.Posts ?? [], articles.Result.Value?.Articles ?? [], alerts.Result),
            [.. alerts.Result.Where(alert => clock.Now - alert.TakeOff.At < Urgent).DistinctBy(alert => alert.TakeOff.ArticleId).Take(MostUrgent)],
            hour.Result.Problem ?? recent.Result.Problem ?? articles.Result.Problem);
    }

    async Task<IReadOnlyList<Leader>> Leaders(IReadOnlyList<RankedArticle> ranked, bool isQuiet)
    {
        var ids = ranked.Select(article => article.Id).ToList();
        var counts = catalogue.Counts(ids);
        var hours = catalogue.Hours(ids, 24);
        await Task.WhenAll(counts, hours);
        return [.. ranked.Select(article => new Leader(article,
            Line(hours.Result.Value?.Articles.GetValueOrDefault(article.Id)?.Shares ?? [], isQuiet ? null : article.Counts.Shares),
            counts.Result.Value?.GetValueOrDefault(article.Id)?.ByTarget ?? new Dictionary<string, long>()))];
    }

    /// <summary>The hours of a day, the last one as the sixty minutes up to now: every line would fall to nothing whenever an hour begins.</summary>
    static IReadOnlyList<double> Line(IReadOnlyList<long> hours, long? lastHour) =>
        [.. hours.Index().Select(hour => (double)(hour.Index == hours.Count - 1 ? lastHour ?? hour.Item : hour.Item))];

    async Task<IReadOnlyList<Alert>> Alerts()
    {
        var alerts = (await popular.Alerts()).Where(alert => clock.Now - alert.At < TimeSpan.FromDays(1)).Take(10).ToList();
        var titles = ((await catalogue.Named([.. alerts.Select(alert => alert.ArticleId).Distinct()])).Value?.Articles ?? []).ToDictionary(article => article.Id, article => article.Title);
        return [.. alerts.Select(alert => new Alert(alert, titles.GetValueOrDefault(alert.ArticleId, alert.ArticleId)))];
    }

    IReadOnlyList<Event> Happened(IReadOnlyList<ListedPost> posts, IEnumerable<ListedArticle> articles, IEnumerable<Alert> alerts) =>
    [
        .. posts.Where(post => post.State is not ("Planned" or "Cancelled"))
            .Select(post => new Event(post.SentAt ?? post.ChangedAt ?? post.CreatedAt ?? DateTimeOffset.MinValue, What(post),
                post.Title ?? post.ArticleId, $"/articles/{post.ArticleId}", PostWords.Look(post.State) == "bad"))
            // "posted" says that the article is new, so it is not said twice.
            .Concat(articles.Where(article => !article.Backfill && article.AcceptedAt is not null && posts.All(post => post.ArticleId != article.Id || post.State == "Planned"))
                .Select(article => new Event(article.AcceptedAt!.Value, "new article", article.Title, $"/articles/{article.Id}")))
            .Concat(alerts.Select(alert => new Event(alert.TakeOff.At, AlertWords.Of(alert.TakeOff, speech), alert.Title, $"/articles/{alert.TakeOff.ArticleId}")))
            .OrderByDescending(happened => happened.At).Take(14),
    ];

    static string What(ListedPost post) => post.State == "Posted" ? $"posted on {PostWords.Network(post.Network)}" : PostWords.Of(post.State);
}
