using Engagement.Contracts;
using Engagement.Platform;
using Engagement.Platform.Bus;
using Engagement.Platform.Store;
using Engagement.Platform.Telemetry;
using Engagement.Popularity.Lists;
using Engagement.Popularity.Ranking;
using Engagement.Popularity.Webhooks;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Engagement.Popularity.Changes;

/// <summary>
/// Says <see cref="PopularityChanged"/> when a list's order is no longer the one that was told last, each list at most once in five seconds. What was told is in the
/// ledger, so after a restart or a change of instances nothing is told twice and no move is skipped.
/// </summary>
/// <remarks>{pop}:told   hash   list → "{Unix milliseconds} {ids by rank}"</remarks>
sealed class AnnounceChanges(Ledger ledger, CurrentLists current, Office office, CallWebhooks webhooks, Announcer announcer, Traces traces, TimeProvider time,
    ILogger<AnnounceChanges> log) : Sweep(TimeSpan.FromSeconds(1), time, log)
{
    const int MostChanges = 500;
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    Snapshot? seen;

    /// <inheritdoc/>
    protected override async Task<bool> Look(CancellationToken cancellation)
    {
        var snapshot = current.Snapshot;
        if (snapshot == seen || snapshot.Version < 0 || !await office.IsMine("changes"))
        {
            return false;
        }

        var now = Time.GetUtcNow();
        var told = (await ledger.Db.HashGetAllAsync(PopularityKeys.Told)).ToDictionary(entry => (string)entry.Name!, entry => Told((string)entry.Value!));
        var due = ListMoves.Watched.Where(list => now - told.GetValueOrDefault(list.ToString(), (DateTimeOffset.UnixEpoch, [])).At >= Pause).ToList();
        var changes = due.Select(list => (List: list, Moves: ListMoves.Between(list, told.GetValueOrDefault(list.ToString(), (default, [])).Ids,
            snapshot.Lists.GetValueOrDefault(list, [])).ToList())).Where(change => change.Moves.Count > 0).ToList();
        foreach (var some in changes.Chunk(MostChanges / (2 * ListMoves.Depth)))
        {
            var message = new PopularityChanged([.. some.SelectMany(change => change.Moves)], now);
            using var step = traces.Begin("tell changed lists", await traces.Cause("lists"));
            await webhooks.Call("popularity.changed", "lists", message);
            await announcer.Say(message, cancellation);
            await ledger.Db.HashSetAsync(PopularityKeys.Told, [.. some.Select(change => new HashEntry(change.List.ToString(), Tell(now, snapshot, change.List)))]);
        }

        // A list that was told a moment ago is looked at again when its five seconds are over.
        seen = due.Count == ListMoves.Watched.Count ? snapshot : null;
        return false;
    }

    /// <inheritdoc/>
    protected override Task Leave() => office.Leave("changes");

    static string Tell(DateTimeOffset now, Snapshot snapshot, ListName list) =>
        $"{now.ToUnixTimeMilliseconds()} {string.Join(' ', snapshot.Lists.GetValueOrDefault(list, []).Take(ListMoves.Depth).Select(article => article.Id))}";

    static (DateTimeOffset At, IReadOnlyList<string> Ids) Told(string told)
    {
        var parts = told.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return (DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture)), parts[1..]);
    }
}
