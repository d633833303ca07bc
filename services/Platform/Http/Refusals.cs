using System.Collections.Concurrent;

namespace Engagement.Platform.Http;

/// <summary>
/// Says when to write down that calls are refused: the first of each call at once, then every ten seconds how many there were. While the
/// ledger is away readers go on, and a line for each would fill the disk that the ledger may be missing.
/// </summary>
sealed class Refusals(TimeProvider time)
{
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    readonly ConcurrentDictionary<string, Refused> calls = [];

    /// <summary>Counts one.</summary>
    /// <param name="call">Which call; a name of the program's own, so there are few.</param>
    /// <returns>How many to write down now; 0 where others were written down just before.</returns>
    public long Add(string call) => calls.GetOrAdd(call, _ => new()).Add(time.GetUtcNow());

    sealed class Refused
    {
        readonly Lock gate = new();
        DateTimeOffset next;
        long count;

        public long Add(DateTimeOffset now)
        {
            lock (gate)
            {
                count++;
                if (now < next)
                    return 0;
                var said = count;
                (next, count) = (now + Pause, 0);
                return said;
            }
        }
    }
}
