using Engagement.Contracts;
using Engagement.Platform.Store;
using StackExchange.Redis;

namespace Engagement.Popularity.Ranking;

/// <summary>Takes a message of counts into the lists. Its cost depends on what changed, never on how many articles there are.</summary>
sealed class ApplyCounts(Ledger ledger, IndexArticle index, PopularityOptions options, TimeProvider time)
{
    /// <summary>Applies it. Durable when it returns; the caller may crash anywhere and apply it again.</summary>
    public async Task Apply(IReadOnlyList<ArticleCounts> articles)
    {
        var now = time.GetUtcNow();
        var facets = await Task.WhenAll(articles.Select(Facets));
        var running = new List<Task>();
        var indexing = new List<Task>();
        foreach (var (article, packed) in articles.Zip(facets))
        {
            running.AddRange(article.Buckets.Select(bucket =>
            {
                var (keys, values) = ApplyBucket.Call(article.ArticleId, bucket, now, options);
                return ledger.Run(ApplyBucket.Script, keys, values);
            }));
            running.Add(ledger.Run(TotalsScript, [PopularityKeys.Figures(article.ArticleId)],
                [article.Totals.Version, Measures.Pack(article.Totals.Counts, options.UniqueReaders)]));
            indexing.Add(Index(article, packed));
        }

        await Task.WhenAll([.. running, .. indexing]);
        await ledger.Db.StringSetAsync(PopularityKeys.Applied, now.ToUnixTimeMilliseconds());
        await ledger.Flush();
    }

    Task Index(ArticleCounts article, string packed) => index.Set(article.ArticleId, packed, Measures.Base.Concat(article.Totals.Counts.Keys
        .Where(key => key.StartsWith("share:", StringComparison.Ordinal)).Select(key => Measures.OfTarget(key[6..])).OfType<string>()).ToList());

    async Task<string> Facets(ArticleCounts article) => await index.Facets(article.ArticleId);

    const string TotalsScript = """
        local known = string.match(redis.call('HGET', KEYS[1], 'T') or '', '^(%d+)|')
        if known and tonumber(known) >= tonumber(ARGV[1]) then return 0 end
        for name in string.gmatch(redis.call('HGET', KEYS[1], 'T') or '', '([^=,|]+)=') do redis.call('HDEL', KEYS[1], 'all|' .. name) end
        for name, n in string.gmatch(ARGV[2], '([^=,]+)=(-?%d+)') do redis.call('HSET', KEYS[1], 'all|' .. name, n) end
        redis.call('HSET', KEYS[1], 'T', ARGV[1] .. '|' .. ARGV[2])
        return 1
        """;
}
