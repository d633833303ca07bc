using System.Text.Json;
using Engagement.Platform.Http;
using Engagement.Platform.Store;
using Engagement.Popularity.Articles;
using Engagement.Popularity.Ranking;
using StackExchange.Redis;

namespace Engagement.Popularity.Lists;

/// <summary>Reads lists from the ledger: the top of sorted sets that stand ready, so the cost does not depend on how many articles there are.</summary>
sealed class ListReader(Ledger ledger, PastRanks past, Rising rising, PopularityOptions options, TimeProvider time)
{
    sealed record Known(ArticleCopy Copy, Figures Figures);

    /// <summary>Reads some lists at once; an article that several show is read once.</summary>
    public async Task<Dictionary<ListName, IReadOnlyList<PopularArticle>>> Read(IReadOnlyCollection<ListName> lists)
    {
        var tops = (await Task.WhenAll(lists.Select(list => list.Key).Distinct().Select(Top))).ToDictionary(top => top.Key, top => top.Entries);
        var ids = tops.Values.SelectMany(entries => entries).Select(Id).Distinct().ToList();
        var known = await Look(ids);
        var candidates = lists.Where(list => list.List == "rising").Select(list => list.Key).Distinct()
            .SelectMany(key => tops[key]).Select(Id).Distinct().Where(known.ContainsKey).ToList();
        var rises = await rising.Of(candidates, id => known[id].Figures, id => known[id].Copy.PublishedAt);
        var before = await past.AnHourAgo(lists);
        return lists.ToDictionary(list => list, list => Rank(list, tops[list.Key], known, rises, before[list]));
    }

    async Task<(RedisKey Key, SortedSetEntry[] Entries)> Top(RedisKey key) =>
        (key, await ledger.Db.SortedSetRangeByRankWithScoresAsync(key, 0, ListName.Depth - 1, Order.Descending));

    async Task<Dictionary<string, Known>> Look(IReadOnlyCollection<string> ids)
    {
        var copies = ledger.Db.StringGetAsync([.. ids.Select(PopularityKeys.Article)]);
        var figures = await Task.WhenAll(ids.Select(id => ledger.Db.HashGetAsync(PopularityKeys.Figures(id), Figures.Fields)));
        return ids.Zip(await copies, figures)
            .Where(article => !article.Second.IsNull)
            .ToDictionary(article => article.First, article =>
                new Known(JsonSerializer.Deserialize<ArticleCopy>((string)article.Second!, Json.Options)!, Figures.Of(article.Third)));
    }

    static string Id(SortedSetEntry entry) => entry.Element!;

    IReadOnlyList<PopularArticle> Rank(ListName list, SortedSetEntry[] entries, Dictionary<string, Known> known, Dictionary<string, Rise> rises,
        IReadOnlyDictionary<string, int> before) =>
    [
        .. entries.Where(entry => known.ContainsKey(Id(entry)) && (list.List != "rising" || rises.ContainsKey(Id(entry))))
            .OrderByDescending(entry => list.List == "rising" ? rises[Id(entry)].Z : entry.Score)
            .ThenByDescending(entry => known[Id(entry)].Figures.LastEvent)
            .ThenBy(Id, StringComparer.Ordinal)
            .Select((entry, index) => Place(list, entry, known[Id(entry)], rises.GetValueOrDefault(Id(entry)), index + 1,
                before.TryGetValue(Id(entry), out var previous) ? previous : null)),
    ];

    PopularArticle Place(ListName list, SortedSetEntry entry, Known article, Rise? rise, int rank, int? previous)
    {
        var (copy, figures) = article;
        var byReaders = options.UniqueReaders;
        var counts = new PopularCounts(figures.Sum(list.Window, Measures.Shares(byReaders)), figures.Sum(list.Window, "b"), figures.Sum(list.Window, "v"),
            byReaders ? figures.Sum(list.Window, "s") : null);
        var (score, why, parts) = list.List switch
        {
            "rising" => (rise!.Z, rise.Why, [new("observed", rise.Observed, 1, rise.Observed), new("expected", rise.Expected, 1, rise.Expected)]),
            "trending" => Trending(figures),
            _ => (entry.Score, Explain.Count(list, (long)entry.Score, counts), (IReadOnlyList<ScorePart>)[new(Explain.Unit(list, byReaders), entry.Score, 1, entry.Score)]),
        };
        return new(copy.Id, copy.Url, copy.Title, score, counts, rank, previous, why, parts, copy);
    }

    (double Score, string Why, IReadOnlyList<ScorePart> Parts) Trending(Figures figures)
    {
        var parts = Explain.Trending(figures, options, time.GetUtcNow());
        return (parts.Sum(part => part.Adds), Explain.Trending(parts, options), parts);
    }
}
