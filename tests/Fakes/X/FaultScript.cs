using System.Collections.Concurrent;

namespace Engagement.Fakes.X;

/// <summary>What shall go wrong next, call by call; then what goes wrong until it is healed.</summary>
sealed class FaultScript
{
    readonly ConcurrentDictionary<Call, ConcurrentQueue<Fault>> next = [];
    readonly ConcurrentDictionary<Call, Fault> standing = [];

    public void Next(Call call, Fault fault) => next.GetOrAdd(call, _ => []).Enqueue(fault);

    public void Until(Call call, Fault fault) => standing[call] = fault;

    public void Heal()
    {
        next.Clear();
        standing.Clear();
    }

    public Fault? Take(Call call) =>
        next.TryGetValue(call, out var queue) && queue.TryDequeue(out var fault) ? fault : standing.GetValueOrDefault(call);
}
