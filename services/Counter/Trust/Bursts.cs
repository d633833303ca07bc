using Engagement.Counter.Counting;

namespace Engagement.Counter.Trust;

/// <summary>
/// Finds programs that follow all links of a mail before its reader does, under a browser's name (mail gateways look for viruses so): no
/// person opens four share links within ten seconds. What such a visitor was counted for before it was known is to be taken back.
/// </summary>
/// <remarks>In memory only, with the whole address, and forgotten after ten seconds. Each instance sees the clicks that came to it.</remarks>
sealed class Bursts(TimeProvider time)
{
    const int Links = 4;
    const int Visitors = 20_000;
    static readonly TimeSpan Within = TimeSpan.FromSeconds(10);

    readonly Lock door = new();
    readonly Dictionary<string, Visit> visits = [];

    sealed class Visit
    {
        public DateTimeOffset Last { get; set; }

        public HashSet<string> Seen { get; } = [];

        public List<ReaderEvent> Counted { get; } = [];
    }

    /// <summary>Notes that a visitor follows a link. True where that makes, or goes on with, a burst.</summary>
    public bool Goes(string visitor, string link)
    {
        lock (door)
        {
            var now = time.GetUtcNow();
            if (!visits.TryGetValue(visitor, out var visit) || now - visit.Last > Within)
            {
                MakeRoom(now);
                visits[visitor] = visit = new Visit();
            }

            visit.Last = now;
            if (visit.Seen.Count < Links)
                visit.Seen.Add(link);
            return visit.Seen.Count >= Links;
        }
    }

    /// <summary>Notes what a visitor was counted for.</summary>
    public void Counted(string visitor, ReaderEvent one)
    {
        lock (door)
        {
            if (visits.TryGetValue(visitor, out var visit))
                visit.Counted.Add(one);
        }
    }

    /// <summary>What a visitor in a burst was counted for and is to be taken back; each only once.</summary>
    public IReadOnlyList<ReaderEvent> ToTakeBack(string visitor)
    {
        lock (door)
        {
            if (!visits.TryGetValue(visitor, out var visit) || visit.Seen.Count < Links)
                return [];
            ReaderEvent[] counted = [.. visit.Counted];
            visit.Counted.Clear();
            return counted;
        }
    }

    void MakeRoom(DateTimeOffset now)
    {
        if (visits.Count < Visitors)
            return;
        foreach (var (visitor, visit) in visits)
        {
            if (now - visit.Last > Within)
                visits.Remove(visitor);
        }

        // More visitors than fit within ten seconds are no mail gateway.
        if (visits.Count >= Visitors)
            visits.Clear();
    }
}
