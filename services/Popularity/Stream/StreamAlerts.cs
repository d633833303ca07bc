using System.Text;
using Engagement.Platform;
using Engagement.Platform.Store;
using Engagement.Popularity.Ranking;
using Microsoft.Extensions.Logging;

namespace Engagement.Popularity.Stream;

/// <summary>Passes new alerts to this instance's listeners, and keeps their lines alive. One instance notices what takes off, each has listeners of its own.</summary>
sealed class StreamAlerts(Ledger ledger, StreamHub hub, TimeProvider time, ILogger<StreamAlerts> log) : Sweep(TimeSpan.FromSeconds(1), time, log)
{
    const int BeatSeconds = 15;

    bool listening;
    string? newest;
    long beat;

    /// <inheritdoc/>
    protected override async Task<bool> Look(CancellationToken cancellation)
    {
        if (hub.Count == 0)
        {
            listening = false;
            return false;
        }

        var now = Time.GetUtcNow().ToUnixTimeSeconds() / BeatSeconds;
        if (now != beat)
        {
            hub.Beat();
            beat = now;
        }

        var last = (await ledger.Db.ListRangeAsync(PopularityKeys.Alerts("last"), 0, 9)).Select(alert => (string)alert!).ToList();
        if (!listening)
        {
            // What was said before anybody listened is history, and GET /api/popular/alerts has it.
            (listening, newest) = (true, last.FirstOrDefault());
        }

        foreach (var alert in last.TakeWhile(alert => alert != newest).Reverse())
        {
            hub.Publish("taking-off", Encoding.UTF8.GetBytes(alert));
        }

        newest = last.FirstOrDefault();
        return false;
    }
}
