using Engagement.Contracts;
using Engagement.Platform.Store;

namespace Engagement.Popularity.Ranking;

/// <summary>
/// Takes a network's figures of a post into the article's trending weight. They are absolute, so what came since the last reading counts, at the time of
/// this reading; an older reading than the last changes nothing.
/// </summary>
sealed class ApplyNetwork(Ledger ledger, IndexArticle index, PopularityOptions options)
{
    /// <summary>Applies it. Durable when it returns.</summary>
    public async Task Apply(PostMetricsChanged post)
    {
        await ledger.Run(Script, [PopularityKeys.Figures(post.ArticleId)],
        [
            $"p:{post.PostId}", post.MeasuredAt.ToUnixTimeMilliseconds(), Points(post.Metrics),
            HourScript.Halves(post.MeasuredAt.ToUnixTimeMilliseconds() / 1000.0, options.HalfLife),
        ]);
        await index.Set(post.ArticleId, await index.Facets(post.ArticleId), Measures.Base);
        await ledger.Flush();
    }

    /// <summary>A repost or quote reaches new readers, which a like, reply or bookmark does not. Impressions are nobody's act.</summary>
    public static long Points(IReadOnlyDictionary<string, long> metrics) => metrics.Sum(metric => metric.Key switch
    {
        "likes" or "replies" or "bookmarks" => metric.Value,
        "reposts" or "quotes" => 2 * metric.Value,
        _ => 0,
    });

    const string Script = HourScript.Text + """
        local at, points = string.match(redis.call('HGET', KEYS[1], ARGV[1]) or '', '^(%d+) (-?%d+)$')
        if at and tonumber(at) >= tonumber(ARGV[2]) then return 0 end
        redis.call('HSET', KEYS[1], ARGV[1], ARGV[2] .. ' ' .. ARGV[3])
        local trend = redis.call('HGET', KEYS[1], 't') or ''
        redis.call('HSET', KEYS[1], 't', fade(trend, ARGV[4], { x = tonumber(ARGV[3]) - tonumber(points or 0) }))
        return 1
        """;
}
