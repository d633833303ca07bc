using Engagement.Platform.Store;

namespace Engagement.Popularity.Ranking;

/// <summary>
/// Subtracts what has become too old for a window. Any instance may do it, several at once and again after a crash: an article's turn is taken by
/// removing it from the step's set, in the script that subtracts.
/// </summary>
sealed class SlideWindows(Ledger ledger, PopularityOptions options, TimeProvider time)
{
    const int Together = 500;

    /// <summary>Scripts under way at once. The ledger takes a few at a time and gives up on one that waited for a quarter of a minute.</summary>
    const int Turns = 100;

    /// <summary>Slides all windows up to now.</summary>
    public async Task Slide(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        foreach (var window in Window.Sliding)
        {
            var edge = window.Edge(now);
            var done = await ledger.Run(StartScript, [PopularityKeys.Edge], [window.Name, Done(window)]);
            // Never back: what left stays out, even where the clock was set back.
            var step = done.IsNull ? edge : (long)done;
            while (step < edge)
            {
                cancellation.ThrowIfCancellationRequested();
                step = await Pass(window, step, Math.Min(edge, step + Together));
            }
        }
    }

    async Task<long> Pass(Window window, long from, long to)
    {
        await ledger.Run(MoveEdge, [PopularityKeys.Edge], [window.Name, to]);
        var steps = Enumerable.Range(0, (int)(to - from)).Select(offset => from + offset).ToList();
        var counts = await Task.WhenAll(steps.Select(step => ledger.Db.SetLengthAsync(PopularityKeys.In(window, step))));
        foreach (var (step, _) in steps.Zip(counts).Where(pair => pair.Second > 0))
        {
            while (await ledger.Db.SetRandomMembersAsync(PopularityKeys.In(window, step), Turns) is { Length: > 0 } articles)
            {
                await Task.WhenAll(articles.Select(article => Subtract(window, step, article!)));
            }
        }

        // Only now: after a crash before this the pass is repeated and finds what is left to subtract.
        await ledger.RunDurably(MoveEdge, [PopularityKeys.Edge], [Done(window), to]);
        return to;
    }

    async Task Subtract(Window window, long step, string article)
    {
        var known = await ledger.Db.HashGetAsync(PopularityKeys.Figures(article), ["f", "g"]);
        var facets = (string?)known[0] ?? "";
        var targets = (string?)known[1] ?? "";
        var plan = new IndexPlan(facets, Measures.Base.Concat(Measures.OfTargets(targets)), window.Name);
        var (field, entry) = window.StepSeconds == 60 ? ($"k:{step / 60}", $"{step % 60}") : ($"k:{step}", "");
        var forget = window == Window.Sliding[^1] ? 1 : 0;
        // -1: its tags or targets changed meanwhile; it is still in the set and has its turn with the next round.
        await ledger.Run(SubtractScript, [PopularityKeys.Figures(article), PopularityKeys.In(window, step), PopularityKeys.Changes, .. plan.Keys],
            [article, facets, IndexPlan.Weights(options), window.Name, field, entry, forget, targets, .. plan.Fields]);
    }

    static string Done(Window window) => $"done:{window.Name}";

    const string StartScript = """
        local edge = redis.call('HGET', KEYS[1], ARGV[1])
        if not edge then return false end
        redis.call('HSETNX', KEYS[1], ARGV[2], edge)
        return redis.call('HGET', KEYS[1], ARGV[2])
        """;

    const string MoveEdge = """
        if tonumber(redis.call('HGET', KEYS[1], ARGV[1]) or '-1') < tonumber(ARGV[2]) then redis.call('HSET', KEYS[1], ARGV[1], ARGV[2]) end
        return 1
        """;

    const string SubtractScript = IndexPlan.Script + """
        if (redis.call('HGET', KEYS[1], 'f') or '') ~= ARGV[2] or (redis.call('HGET', KEYS[1], 'g') or '') ~= ARGV[8] then return -1 end
        if redis.call('SREM', KEYS[2], ARGV[1]) == 0 then return 0 end
        local step = hour(redis.call('HGET', KEYS[1], ARGV[5]) or '')
        for name, n in pairs(ARGV[6] == '' and step.totals or step.entries[ARGV[6]] or {}) do
            local field = ARGV[4] .. '|' .. name
            if n ~= 0 and redis.call('HINCRBY', KEYS[1], field, string.format('%d', -n)) == 0 then redis.call('HDEL', KEYS[1], field) end
        end
        if ARGV[7] == '1' then redis.call('HDEL', KEYS[1], ARGV[5]) end
        local done = index(reader(KEYS[1]), 4, #KEYS - 3, 9, ARGV[1], ARGV[2], ARGV[3])
        redis.call('INCR', KEYS[3])
        return done
        """;
}
