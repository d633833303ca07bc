using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Engagement.Fakes.X;

/// <summary>What shall go wrong next, call by call; then what goes wrong until it is healed.</summary>
sealed class FaultScript
{
    readonly ConcurrentDictionary<Call, ConcurrentQueue<Fault>> next = [];
    readonly ConcurrentDictionary<Call, Fault> standing = [];
    readonly ConcurrentDictionary<string, int> attempts = [];
    (int Seed, double Share, Fault[] Faults)? chaos;

    public void Next(Call call, Fault fault) => next.GetOrAdd(call, _ => []).Enqueue(fault);

    public void Until(Call call, Fault fault) => standing[call] = fault;

    public void Heal()
    {
        next.Clear();
        standing.Clear();
        chaos = null;
    }

    /// <summary>From now on a share of all posts meets one of these. The seed, the body and how often it came before decide, not the order of arrival.</summary>
    public void Chaos(int seed, double share, Fault[] faults) => chaos = (seed, share, faults);

    public Fault? Take(Call call, byte[] body) =>
        next.TryGetValue(call, out var queue) && queue.TryDequeue(out var fault) ? fault
        : standing.TryGetValue(call, out var lasting) ? lasting
        : chaos is var (seed, share, faults) && call == Call.CreatePost ? Draw(seed, share, faults, body)
        : null;

    Fault? Draw(int seed, double share, Fault[] faults, byte[] body)
    {
        var text = Encoding.UTF8.GetString(body);
        var attempt = attempts.AddOrUpdate(text, 1, (_, before) => before + 1);
        var draw = SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}/{attempt}/{text}"));
        return BitConverter.ToUInt32(draw) < share * uint.MaxValue ? faults[draw[4] % faults.Length] : null;
    }
}
