using System.Text.Json;
using Engagement.Contracts;
using Engagement.Platform.Http;
using Engagement.Platform.Store;
using Engagement.Popularity.Ranking;

namespace Engagement.Popularity.Articles;

/// <summary>
/// Keeps an article's newest copy and its place in the lists: a new tag moves its counts along, a withdrawal takes it out of every list in
/// one script. Older revisions change nothing; the same one again only sets its places anew.
/// </summary>
sealed class KeepArticle(Ledger ledger, PopularityOptions options)
{
    /// <summary>The site published or changed it. Durable.</summary>
    public Task Keep(Article article, DateTimeOffset acceptedAt) => Keep([new(article, acceptedAt)]);

    /// <summary>It published many: they become durable together.</summary>
    public async Task Keep(IReadOnlyCollection<ArticlePublished> many)
    {
        await Task.WhenAll(many.Select(one => Enter(one.Article.Id, one.Article.Revision,
            JsonSerializer.Serialize(ArticleCopy.Of(one.Article, one.AcceptedAt), Json.Options), Facets.Of(one.Article))));
        await ledger.Flush();
    }

    /// <summary>The site took it back. Its figures stay, so that it returns to its places if it is published again. Durable.</summary>
    public async Task Withdraw(string articleId, long revision)
    {
        await Enter(articleId, revision, "", "");
        await ledger.Flush();
    }

    async Task Enter(string id, long revision, string copy, string facets)
    {
        while (true)
        {
            var figures = await ledger.Db.HashGetAsync(PopularityKeys.Figures(id), ["f", "g", "T", "t"]);
            var before = (string?)figures[0] ?? "";
            var targets = (string?)figures[1] ?? "";
            // Nobody counted anything of it yet, as of nearly all of an archive: then it stands in no list, and a hundred of them need not be told so.
            var isBare = figures[2].IsNull && figures[3].IsNull;
            var measures = Measures.Base.Concat(Measures.OfTargets(targets)).ToList();
            var now = isBare ? IndexPlan.None : new(facets, measures);
            var left = isBare || facets.Length == 0 ? [] : new IndexPlan(before, measures).Keys.Except(now.Keys).ToList();
            // A withdrawn article leaves by its old facets.
            var plan = isBare || facets.Length > 0 ? now : new IndexPlan(before, measures);
            var done = await ledger.Run(Script,
                [PopularityKeys.Figures(id), PopularityKeys.Article(id), PopularityKeys.Articles, PopularityKeys.Changes,
                    PopularityKeys.Sections, .. left, .. plan.Keys],
                [id, revision, copy, before, facets, left.Count, IndexPlan.Weights(options), targets, isBare ? 1 : 0, .. plan.Fields]);
            if ((int)done != -1)
            {
                return;
            }
        }
    }

    const string Script = IndexPlan.Script + """
        if (redis.call('HGET', KEYS[1], 'f') or '') ~= ARGV[4] or (redis.call('HGET', KEYS[1], 'g') or '') ~= ARGV[8] then return -1 end
        if ARGV[9] == '1' and (redis.call('HEXISTS', KEYS[1], 'T') == 1 or redis.call('HEXISTS', KEYS[1], 't') == 1) then return -1 end
        local known = tonumber(redis.call('HGET', KEYS[1], 'r') or '0')
        if tonumber(ARGV[2]) < known then return 0 end
        if tonumber(ARGV[2]) == known and ARGV[4] ~= ARGV[5] then return 0 end
        redis.call('HSET', KEYS[1], 'r', ARGV[2], 'f', ARGV[5])
        if ARGV[3] == '' then redis.call('DEL', KEYS[2]) else redis.call('SET', KEYS[2], ARGV[3]) end
        local left = tonumber(ARGV[6])
        for i = 6, 5 + left do redis.call('ZREM', KEYS[i], ARGV[1]) end
        index(reader(KEYS[1]), 6 + left, #KEYS - 5 - left, 10, ARGV[1], ARGV[5], ARGV[7])
        redis.call('SADD', KEYS[3], ARGV[1])
        local section = string.match(ARGV[5], '\n(section:[^\n]+)')
        if section and redis.call('SCARD', KEYS[5]) < 200 then redis.call('SADD', KEYS[5], section) end
        redis.call('INCR', KEYS[4])
        return 1
        """;
}
