namespace Engagement.Counter.Counting;

/// <summary>What became of this process's events since it started: for whoever looks whether any are lost. Added up by the batch, so it costs next to nothing.</summary>
sealed class Tally
{
    long counted, duplicates, rejected, dropped;

    /// <summary>In the ledger, verified or raw.</summary>
    public long Counted => Interlocked.Read(ref counted);

    /// <summary>Were there already.</summary>
    public long Duplicates => Interlocked.Read(ref duplicates);

    /// <summary>Were wrong, or of an article that nobody knows.</summary>
    public long Rejected => Interlocked.Read(ref rejected);

    /// <summary>Were refused because too many waited or the ledger was away; whoever sent them was told to send them again.</summary>
    public long Dropped => Interlocked.Read(ref dropped);

    public void Add(Outcome[] outcomes)
    {
        var (again, wrong) = (outcomes.Count(outcome => outcome == Outcome.Duplicate), outcomes.Count(outcome => outcome is Outcome.Unknown or Outcome.Withdrawn));
        Interlocked.Add(ref duplicates, again);
        Interlocked.Add(ref rejected, wrong);
        Interlocked.Add(ref counted, outcomes.Length - again - wrong);
    }

    public void Reject() => Interlocked.Increment(ref rejected);

    public void Drop(int events) => Interlocked.Add(ref dropped, events);
}
