using Engagement.Platform.Store;

namespace Engagement.Popularity.Ranking;

/// <summary>
/// Forgets all counts, so that Counter's history can make them anew. Copies of articles stay. What arrives meanwhile is counted, before or after the
/// article's turn: its buckets are absolute, and Counter says them again.
/// </summary>
sealed class ResetFigures(Ledger ledger, PopularityOptions options)
{
    /// <summary>Scripts under way at once. The ledger takes a few at a time and gives up on one that waited for a quarter of a minute.</summary>
    const int Turns = 100;

    /// <summary>Resets every article. Durable when it returns.</summary>
    public async Task<int> Reset(CancellationToken cancellation)
    {
        var count = 0;
        await foreach (var some in Chunks(cancellation))
        {
            await Task.WhenAll(some.Select(id => Reset(id)));
            count += some.Count;
        }

        await ledger.Db.StringSetAsync(PopularityKeys.Formula, Formula());
        await ledger.Flush();
        return count;
    }

    /// <summary>Whether the lists were made with other weights than are set now, or of shares where readers count now.</summary>
    public async Task<bool> IsNeeded()
    {
        var made = (string?)await ledger.Db.StringGetAsync(PopularityKeys.Formula);
        if (made is null)
        {
            await ledger.Db.StringSetAsync(PopularityKeys.Formula, Formula());
        }

        return made is not null && made != Formula();
    }

    string Formula() => $"{options.HalfLife} {IndexPlan.Weights(options)}{(options.UniqueReaders ? " readers" : "")}";

    async IAsyncEnumerable<IReadOnlyList<string>> Chunks([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var some = new List<string>();
        await foreach (var id in ledger.Db.SetScanAsync(PopularityKeys.Articles, pageSize: 500).WithCancellation(cancellation))
        {
            some.Add(id!);
            if (some.Count == Turns)
            {
                yield return some;
                some = [];
            }
        }

        yield return some;
    }

    async Task Reset(string id)
    {
        while (true)
        {
            var known = await ledger.Db.HashGetAsync(PopularityKeys.Figures(id), ["f", "g"]);
            var (facets, targets) = ((string?)known[0] ?? "", (string?)known[1] ?? "");
            var plan = new IndexPlan(facets, Measures.Base.Concat(Measures.OfTargets(targets)));
            var done = await ledger.Run(Script, [PopularityKeys.Figures(id), PopularityKeys.Changes, .. plan.Keys],
                [id, facets, IndexPlan.Weights(options), targets, .. plan.Fields]);
            if ((int)done != -1)
            {
                return;
            }
        }
    }

    /// <summary>What a network said of posts goes too: its next reading is absolute and says it all again, as of its own time.</summary>
    const string Script = IndexPlan.Script + """
        if (redis.call('HGET', KEYS[1], 'f') or '') ~= ARGV[2] or (redis.call('HGET', KEYS[1], 'g') or '') ~= ARGV[4] then return -1 end
        local revision = redis.call('HGET', KEYS[1], 'r')
        redis.call('DEL', KEYS[1])
        if revision then redis.call('HSET', KEYS[1], 'r', revision, 'f', ARGV[2]) end
        local done = index(reader(KEYS[1]), 3, #KEYS - 2, 5, ARGV[1], ARGV[2], ARGV[3])
        redis.call('INCR', KEYS[2])
        return done
        """;
}
