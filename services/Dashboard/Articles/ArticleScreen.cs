using Engagement.Dashboard.Api;
using Engagement.Dashboard.Numbers;
using Engagement.Dashboard.Posts;
using Engagement.Dashboard.Words;

namespace Engagement.Dashboard.Articles;

/// <summary>Gathers what is known of one article from all services at once.</summary>
sealed class ArticleScreen(CatalogueApi catalogue, PostsApi posts, PopularApi popular, TypicalArticle typical, Clock clock, Speech speech)
{
    const int Hours = 72;

    /// <summary>What the screen shows.</summary>
    internal sealed record Shown(ListedArticle? Article, ListedCounts? Counts, IReadOnlyList<CountLine> Lines, DateTimeOffset From, IReadOnlyList<long> Hours,
        bool IsFirstHours, IReadOnlyList<ListedPost> Posts, IReadOnlyList<(DateTimeOffset At, string Label)> Marks, ApiProblem? Problem)
    {
        public static readonly Shown Empty = new(null, null, [], default, [], false, [], [], null);

        public long NotCounted => Lines.Where(line => line.Reason is not null).Sum(line => line.Count);

        /// <summary>Everything that was seen of readers, counted or not.</summary>
        public long Seen => Lines.Sum(line => line.Count);

        public IReadOnlyList<(string Label, long Value)> VisitsByTarget { get; init; } = [];
        public IReadOnlyList<TakeOffAlert> Alerts { get; init; } = [];
        public IReadOnlyList<CountCorrection> Corrections { get; init; } = [];
        public TypicalHours? Typical { get; init; }

        public IReadOnlyList<(string Label, long Value)> ByTarget { get; init; } = [];
        public IReadOnlyList<(string Label, long Value)> ByChannel { get; init; } = [];
        public IReadOnlyList<(string Label, long Value)> ByReason { get; init; } = [];
    }

    public async Task<Shown> Load(string id, bool wantsFirstHours)
    {
        var found = await catalogue.Find(id);
        if (found.Value is not { } article)
        {
            return Shown.Empty with { Problem = found.Problem };
        }

        var published = article.PublishedAt ?? article.AcceptedAt ?? clock.Now;
        var isYoung = clock.Now - published < TimeSpan.FromHours(Hours);
        var isFirst = wantsFirstHours || (isYoung && published < clock.Now);
        var counts = catalogue.Counts([id]);
        var detail = catalogue.Detail(id);
        var history = catalogue.Hours([id], Hours, isFirst ? published : null);
        var ofArticle = posts.Of([id]);
        var alerts = popular.Alerts();
        var corrections = catalogue.Corrections(id);
        var band = isFirst ? typical.Load(Hours) : Task.FromResult<TypicalHours?>(null);
        await Task.WhenAll(counts, detail, history, ofArticle, alerts, corrections, band);
        var own = alerts.Result.Where(alert => alert.ArticleId == id).ToList();

        var lines = detail.Result.Value?.Counts ?? [];
        var shares = lines.Where(line => line is { Kind: "share", Reason: null }).ToList();
        var from = history.Result.Value?.From ?? clock.Now;
        var passed = Math.Clamp((int)(clock.Now - from).TotalHours + 1, 1, Hours);
        return new(article, counts.Result.Value?.GetValueOrDefault(id) ?? (counts.Result.Value is null ? null : new()), lines, from,
            [.. history.Result.Value?.Articles.GetValueOrDefault(id)?.Shares.Take(passed) ?? []], isFirst, ofArticle.Result.Value ?? [],
            [.. (ofArticle.Result.Value ?? []).Where(post => post.SentAt is not null)
                .Select(post => (post.SentAt!.Value, post.State == "DryRun" ? speech["dry run"] : speech["posted on {0}", PostWords.Network(post.Network)]))
                .Concat(own.Where(alert => alert.State is "spike" or "back-rising").Select(alert => (alert.At, speech["takes off"])))],
            counts.Result.Problem ?? detail.Result.Problem ?? history.Result.Problem ?? ofArticle.Result.Problem)
        {
            VisitsByTarget = Sum(lines.Where(line => line is { Kind: "visit", Reason: null }), line => TargetNames.Of(line.Target ?? "")),
            Alerts = own,
            Corrections = corrections.Result,
            Typical = band.Result,
            ByTarget = Sum(shares, line => TargetNames.Of(line.Target ?? "")),
            ByChannel = Sum(shares, line => speech[Channel(line.Channel)]),
            ByReason = Sum(lines.Where(line => line.Reason is not null), line => speech[Reason(line.Reason!)]),
        };
    }

    static IReadOnlyList<(string, long)> Sum(IEnumerable<CountLine> lines, Func<CountLine, string> by) =>
        [.. lines.GroupBy(by).Select(group => (group.Key, group.Sum(line => line.Count))).OrderByDescending(sum => sum.Item2)];

    static string Channel(string channel) => channel switch { "page" => "the page", "mail" => "a mail", "rss" => "the feed", "embed" => "an embed", "native" => "an app", _ => channel };

    static string Reason(string reason) => reason switch { "repeat" => "repeated by the same reader", "bot" => "a program, not a person", "prefetch" => "loaded ahead by a browser", "abuse" => "taken back as abuse", _ => reason };
}
