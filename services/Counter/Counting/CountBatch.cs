using Engagement.Counter.Reading;
using Engagement.Platform.Store;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace Engagement.Counter.Counting;

/// <summary>Takes a batch of events into the ledger with one script call and one flush, and says what became of each.</summary>
sealed class CountBatch([FromKeyedServices(Ledger.FastLane)] Ledger ledger, CountCache cache, CounterOptions options, Tally tally, TimeProvider time)
{
    /// <summary>Ids are kept for 36 hours, longer than any broker redelivers.</summary>
    const long SeenSeconds = 36 * 3_600;

    /// <summary>How often one article can have become part of another that became part of another.</summary>
    const int MostMerges = 8;

    /// <summary>Counts them. An event of an article that was merged into another counts for the other.</summary>
    /// <exception cref="RedisException">The ledger is away; whatever it may have counted is a duplicate next time.</exception>
    public async Task<Outcome[]> Count(IReadOnlyList<ReaderEvent> events)
    {
        var begun = time.GetTimestamp();
        var (letters, moves) = await Run(events);
        var outcomes = new Outcome[letters.Length];
        for (var i = 0; i < letters.Length; i++)
            outcomes[i] = Read(letters[i]);

        // What an article was merged into may since have become part of a third.
        var moved = Enumerable.Range(0, letters.Length).Where(i => letters[i] == 'm').ToList();
        for (var step = 0; moves.Count > 0 && step < MostMerges; step++)
        {
            var targets = moves;
            (letters, moves) = await Run([.. moved.Select((index, i) => events[index] with { Article = targets[i] })]);
            for (var i = 0; i < moved.Count; i++)
                outcomes[moved[i]] = Read(letters[i]);
            var again = letters;
            moved = [.. moved.Where((_, i) => again[i] == 'm')];
        }

        tally.Add(outcomes, time.GetElapsedTime(begun));
        return outcomes;
    }

    async Task<(string Letters, IReadOnlyList<string> Moves)> Run(IReadOnlyList<ReaderEvent> events)
    {
        var call = new ScriptCall(time.GetUtcNow(), SeenSeconds, (long)options.VisitorWindow.TotalSeconds);
        foreach (var one in events)
        {
            call.Add(one);
        }

        var answer = (string[])(await ledger.RunDurably(CountScript.Text, call.Keys(), call.Values()))!;
        foreach (var one in events)
            cache.Changed(one.Article);
        return (answer[0], answer[1..]);
    }

    static Outcome Read(char letter) => letter switch
    {
        'c' => Outcome.Counted,
        'd' => Outcome.Duplicate,
        'r' => Outcome.Repeat,
        'w' => Outcome.Withdrawn,
        _ => Outcome.Unknown,
    };
}
