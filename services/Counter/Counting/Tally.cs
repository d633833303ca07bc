using System.Diagnostics.Metrics;
using Engagement.Platform.Telemetry;

namespace Engagement.Counter.Counting;

/// <summary>What became of this process's events since it started: for whoever looks whether any are lost. Added up by the batch, so it costs next to nothing.</summary>
sealed class Tally(Metrics metrics)
{
    readonly Counter<long> events = metrics.Counter("engagement.events", "{event}", "Events of readers by what became of them", "outcome", "counted", "duplicate", "dropped");
    readonly Histogram<long> sizes = metrics.Meter.CreateHistogram<long>("engagement.batch.size", "{event}", "Events counted by one script");
    readonly Histogram<double> durations = metrics.Meter.CreateHistogram<double>("engagement.batch.duration", "s", "From a batch to its place on disk");

    long counted, duplicates, rejected, dropped;

    /// <summary>In the ledger, verified or raw.</summary>
    public long Counted => Interlocked.Read(ref counted);

    /// <summary>Were there already.</summary>
    public long Duplicates => Interlocked.Read(ref duplicates);

    /// <summary>Were wrong, or of an article that nobody knows.</summary>
    public long Rejected => Interlocked.Read(ref rejected);

    /// <summary>Were refused because too many waited or the ledger was away; whoever sent them was told to send them again.</summary>
    public long Dropped => Interlocked.Read(ref dropped);

    public void Add(Outcome[] outcomes, TimeSpan took)
    {
        var (again, wrong) = (outcomes.Count(outcome => outcome == Outcome.Duplicate), outcomes.Count(outcome => outcome is Outcome.Unknown or Outcome.Withdrawn));
        Interlocked.Add(ref duplicates, again);
        Interlocked.Add(ref rejected, wrong);
        Interlocked.Add(ref counted, outcomes.Length - again - wrong);
        foreach (var (outcome, many) in outcomes.CountBy(outcome => outcome))
            events.Add(many, new KeyValuePair<string, object?>("outcome", outcome.ToString().ToLowerInvariant()));
        sizes.Record(outcomes.Length);
        durations.Record(took.TotalSeconds);
    }

    /// <param name="reason">The slug of the answer.</param>
    public void Reject(string reason)
    {
        Interlocked.Increment(ref rejected);
        events.Add(1, new KeyValuePair<string, object?>("outcome", reason));
    }

    public void Drop(int many)
    {
        Interlocked.Add(ref dropped, many);
        events.Add(many, new KeyValuePair<string, object?>("outcome", "dropped"));
    }
}
