using Engagement.Contracts;
using StackExchange.Redis;

namespace Engagement.Popularity.Ranking;

/// <summary>The keys and arguments of one call of <see cref="ApplyScript"/>.</summary>
sealed class ApplyCall(PopularityOptions options, DateTimeOffset now)
{
    /// <summary>How many keys make a call full: some 2 ms, which whoever counts beside it does not feel.</summary>
    const int Full = 800;

    readonly List<RedisKey> keys = [PopularityKeys.Edge, PopularityKeys.Changes];
    readonly List<RedisValue> values = [IndexPlan.Weights(options)];
    readonly List<ArticleCounts> articles = [];

    /// <summary>Whose turn it is, in the order of the script's answer.</summary>
    public IReadOnlyList<ArticleCounts> Articles => articles;

    /// <summary>Whether it holds as many as one call should.</summary>
    public bool IsFull => keys.Count >= Full;

    public RedisKey[] Keys => [.. keys];

    public RedisValue[] Values => [.. values];

    /// <summary>Adds an article that has these facets.</summary>
    public void Add(ArticleCounts article, string facets)
    {
        articles.Add(article);
        var measures = article.Buckets.SelectMany(bucket => bucket.Counts.Keys).SelectMany(Measures.ChangedBy).Distinct().ToList();
        // Who is listed nowhere needs no list; KeepArticle files them with their counts when they are announced.
        var plan = facets.Length == 0 ? IndexPlan.None : new(facets, measures);
        keys.Add(PopularityKeys.Figures(article.ArticleId));
        List<RedisValue> buckets = [];
        foreach (var bucket in article.Buckets)
            Add(article.ArticleId, bucket, buckets);
        keys.AddRange(plan.Keys);
        values.AddRange([article.ArticleId, facets, $" {string.Join(' ', measures)} ",
            article.Totals.Version, Measures.Pack(article.Totals.Counts, options.UniqueReaders), article.Buckets.Count, plan.Keys.Count, buckets.Count]);
        values.AddRange(buckets);
        values.AddRange(plan.Fields);
    }

    void Add(string article, CountBucket bucket, List<RedisValue> to)
    {
        var start = bucket.Start.ToUnixTimeSeconds();
        var hour = Math.DivRem(start, 3600).Quotient;
        var day = Math.DivRem(start, 86_400).Quotient;
        var (field, entry) = bucket.Seconds switch
        {
            86_400 => ($"d:{day / 30}", $"{day % 30}"),
            3600 => ($"k:{hour}", "h"),
            _ => ($"k:{hour}", $"{start % 3600 / 60}"),
        };
        // A bucket wider than a window's step cannot be placed in it; Counter makes such buckets only of what is older than the window.
        var windows = Window.Sliding.Where(window => bucket.Seconds <= window.StepSeconds).ToList();
        keys.AddRange(windows.Select(window => PopularityKeys.In(window, window.Number(bucket.Start))));
        to.AddRange([field, entry, bucket.Version, Measures.Pack(bucket.Counts, options.UniqueReaders), start,
            HourScript.Halves(start, options.HalfLife), HourScript.Halves(hour * 3600, options.HalfLife), windows.Count]);
        to.AddRange(windows.SelectMany(window => new RedisValue[] { window.Name, window.Number(bucket.Start), window.Edge(now), window.StepSeconds }));
    }
}
