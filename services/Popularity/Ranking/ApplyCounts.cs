using Engagement.Contracts;
using Engagement.Platform.Store;

namespace Engagement.Popularity.Ranking;

/// <summary>
/// Takes a message of counts into the lists. Its cost depends on what changed, never on how many articles there are. Many articles go with one script, and one
/// script waits for the other, so that whoever counts readers' events meanwhile finds the ledger free in between.
/// </summary>
sealed class ApplyCounts(Ledger ledger, IndexArticle index, PopularityOptions options, TimeProvider time)
{
    /// <summary>Applies it. Durable when it returns; the caller may crash anywhere and apply it again.</summary>
    public async Task Apply(IReadOnlyList<ArticleCounts> articles)
    {
        var now = time.GetUtcNow();
        // Those whose tags changed between reading them and their turn come again, which takes an editor each time.
        while (articles.Count > 0)
        {
            var others = new List<ArticleCounts>();
            foreach (var call in Calls(articles, await Task.WhenAll(articles.Select(article => index.Facets(article.ArticleId))), now))
            {
                others.AddRange(await Run(call));
            }

            articles = others;
        }

        await ledger.Db.StringSetAsync(PopularityKeys.Applied, now.ToUnixTimeMilliseconds());
        await ledger.Flush();
    }

    IEnumerable<ApplyCall> Calls(IReadOnlyList<ArticleCounts> articles, IReadOnlyList<string> facets, DateTimeOffset now)
    {
        var call = new ApplyCall(options, now);
        foreach (var (article, packed) in articles.Zip(facets))
        {
            if (call.IsFull)
            {
                yield return call;
                call = new(options, now);
            }

            call.Add(article, packed);
        }

        yield return call;
    }

    async Task<IEnumerable<ArticleCounts>> Run(ApplyCall call)
    {
        var done = call.Articles.Zip((int[])(await ledger.Run(ApplyScript.Text, call.Keys, call.Values))!).ToList();
        foreach (var (article, _) in done.Where(one => one.Second == ApplyScript.Wider))
        {
            await index.SetAll(article.ArticleId);
        }

        return done.Where(one => one.Second == ApplyScript.OtherFacets).Select(one => one.First);
    }
}
