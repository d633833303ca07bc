using Engagement.Platform.Store;

namespace Engagement.Popularity.Ranking;

/// <summary>Sets an article's places by its figures.</summary>
sealed class IndexArticle(Ledger ledger, PopularityOptions options)
{
    /// <summary>The facets of an article as its figures keep them; empty where it is not listed.</summary>
    public async Task<string> Facets(string article) => (string?)await ledger.Db.HashGetAsync(PopularityKeys.Figures(article), "f") ?? "";

    /// <summary>Sets its places in all its lists. Durable with the next flush.</summary>
    public async Task SetAll(string article)
    {
        var known = await ledger.Db.HashGetAsync(PopularityKeys.Figures(article), ["f", "g"]);
        await Set(article, (string?)known[0] ?? "", [.. Measures.Base, .. Measures.OfTargets((string?)known[1] ?? "")]);
    }

    /// <summary>Sets its places. Durable with the next flush.</summary>
    public async Task Set(string article, string facets, IReadOnlyList<string> measures)
    {
        while (true)
        {
            var plan = new IndexPlan(facets, measures);
            var done = await ledger.Run(Script, [PopularityKeys.Figures(article), PopularityKeys.Changes, .. plan.Keys],
                [article, facets, IndexPlan.Weights(options), .. plan.Fields]);
            if ((int)done != -1)
            {
                return;
            }

            // Its tags changed between reading them and now, which takes an editor each time.
            facets = await Facets(article);
        }
    }

    const string Script = IndexPlan.Script + """
        local done = index(reader(KEYS[1]), 3, #KEYS - 2, 4, ARGV[1], ARGV[2], ARGV[3])
        redis.call('INCR', KEYS[2])
        return done
        """;
}
