using System.Text.Json;
using Engagement.Platform.Http;
using Engagement.Platform.Store;
using Engagement.Popularity.Articles;
using Engagement.Popularity.Ranking;
using StackExchange.Redis;

namespace Engagement.Popularity.Lists;

/// <summary>Reads lists from the ledger: the top of sorted sets that stand ready, so the cost does not depend on how many articles there are.</summary>
sealed class ListReader(Ledger ledger, PastRanks past, PopularityOptions options, TimeProvider time)
{
    /// <summary>Reads some lists at once; an article that several show is read once.</summary>
    public async Task<Dictionary<ListName, IReadOnlyList<PopularArticle>>> Read(IReadOnlyCollection<ListName> lists)
    {
        var tops = await Task.WhenAll(lists.Select(list => list.Key).Distinct().Select(Top));
        var ids = tops.SelectMany(top => top.Entries).Select(entry => (string)entry.Element!).Distinct().ToList();
        var copies = ledger.Db.StringGetAsync([.. ids.Select(PopularityKeys.Article)]);
        var figures = await Task.WhenAll(ids.Select(id => ledger.Db.HashGetAsync(PopularityKeys.Figures(id), Figures.Fields)));
        var known = ids.Zip(await copies, figures)
            .Where(article => !article.Second.IsNull)
            .ToDictionary(article => article.First, article => (Copy: Copy(article.Second), Figures: Figures.Of(article.Third)));
        var byKey = tops.ToDictionary(top => top.Key, top => top.Entries);
        var before = await past.AnHourAgo(lists);
        return lists.ToDictionary(list => list, list => Rank(list, byKey[list.Key], known, before[list]));
    }

    async Task<(RedisKey Key, SortedSetEntry[] Entries)> Top(RedisKey key) =>
        (key, await ledger.Db.SortedSetRangeByRankWithScoresAsync(key, 0, ListName.Depth - 1, Order.Descending));

    static ArticleCopy Copy(RedisValue json) => JsonSerializer.Deserialize<ArticleCopy>((string)json!, Json.Options)!;

    IReadOnlyList<PopularArticle> Rank(ListName list, SortedSetEntry[] entries, Dictionary<string, (ArticleCopy Copy, Figures Figures)> known,
        IReadOnlyDictionary<string, int> before) =>
    [
        .. entries.Where(entry => known.ContainsKey((string)entry.Element!))
            .OrderByDescending(entry => entry.Score)
            .ThenByDescending(entry => known[(string)entry.Element!].Figures.LastEvent)
            .ThenBy(entry => (string)entry.Element!, StringComparer.Ordinal)
            .Select((entry, index) => Place(list, entry, known[(string)entry.Element!], index + 1, before)),
    ];

    PopularArticle Place(ListName list, SortedSetEntry entry, (ArticleCopy Copy, Figures Figures) article, int rank,
        IReadOnlyDictionary<string, int> before)
    {
        var (copy, figures) = article;
        var counts = new PopularCounts(figures.Sum(list.Window, "s"), figures.Sum(list.Window, "b"), figures.Sum(list.Window, "v"));
        var isCount = Measures.OfList(list.List) is not null;
        var parts = isCount
            ? [new ScorePart(list.List switch { "shared" => "shares", "bookmarked" => "bookmarks", _ => "views" }, entry.Score, 1, entry.Score)]
            : Explain.Trending(figures, options, time.GetUtcNow());
        var why = isCount ? Explain.Count(list, (long)entry.Score) : Explain.Trending(parts, options);
        return new(copy.Id, copy.Url, copy.Title, parts.Sum(part => part.Adds), counts, rank,
            before.TryGetValue(copy.Id, out var previous) ? previous : null, why, parts, copy);
    }
}
