using System.Globalization;
using System.Text.Json;
using Engagement.Contracts;
using Engagement.Platform;
using Engagement.Platform.Bus;
using Engagement.Platform.Http;
using Engagement.Platform.Store;
using Engagement.Popularity.Changes;
using Engagement.Popularity.Lists;
using Engagement.Popularity.Ranking;
using Engagement.Popularity.Webhooks;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Engagement.Popularity.Alerts;

/// <summary>
/// Once a minute reads how fast the most shared articles of the last hour go, and tells where one takes off. The state is written before it is told: after a crash
/// between the two an alert may be missing from one channel, but nobody is ever told twice.
/// </summary>
/// <remarks>
/// {pop}:alerts:state   hash   article → its <see cref="TakeOff"/> as JSON; only those that are not idle
/// {pop}:alerts:minute  string  the minute that was read last
/// {pop}:alerts:peaks   hash   section (or "" for the site) → its <see cref="Peaks"/> as JSON
/// {pop}:alerts:last    list   the last hundred alerts as JSON, newest first
/// </remarks>
sealed class WatchTakeOff(
    Ledger ledger, CurrentLists current, Office office, Announcer announcer, CallWebhooks webhooks, MailAlerts mail, PopularityOptions options, TimeProvider time, ILogger<WatchTakeOff> log)
    : Sweep(TimeSpan.FromSeconds(5), time, log)
{
    const int Minutes = 5;
    const string Site = "";
    static readonly ListName Candidates = new("shared", "1h");

    long begun;

    /// <summary>The minute that was read last.</summary>
    public long LastRead { get; private set; }

    static RedisKey State => PopularityKeys.Alerts("state");

    static RedisKey PeakStore => PopularityKeys.Alerts("peaks");

    /// <inheritdoc/>
    protected override async Task<bool> Look(CancellationToken cancellation)
    {
        var minute = Time.GetUtcNow().ToUnixTimeSeconds() / 60;
        if (minute == begun || current.Snapshot.Version < 0 || !await office.IsMine("alerts"))
        {
            return false;
        }

        // A reading that failed half-way is not repeated, nor one that was begun before a restart: an article must not be read twice in one minute.
        begun = minute;
        if (((long?)await ledger.Db.StringGetAsync(PopularityKeys.Alerts("minute")) ?? 0) >= minute)
        {
            LastRead = minute;
            return false;
        }

        await ledger.Db.StringSetAsync(PopularityKeys.Alerts("minute"), minute);
        await ledger.Flush();
        var states = (await ledger.Db.HashGetAllAsync(State)).ToDictionary(entry => (string)entry.Name!, entry => Read<TakeOff>(entry.Value));
        var peaks = (await ledger.Db.HashGetAllAsync(PeakStore)).ToDictionary(entry => (string)entry.Name!, entry => new Peaks(Read<Peaks.Peak[]>(entry.Value)));
        var listed = current.Snapshot.Lists.GetValueOrDefault(Candidates, []).ToDictionary(article => article.Id);
        foreach (var id in listed.Keys.Union(states.Keys).ToList())
        {
            var section = listed.TryGetValue(id, out var article) ? article.Copy.Section ?? Site : Site;
            await Judge(id, section, await LastMinutes(id, minute), states.GetValueOrDefault(id, TakeOff.Idle), peaks, cancellation);
        }

        await ledger.Flush();
        LastRead = minute;
        return false;
    }

    /// <inheritdoc/>
    protected override Task Leave() => office.Leave("alerts");

    /// <summary>Events of each of the last five whole minutes, the latest first.</summary>
    async Task<IReadOnlyList<long>> LastMinutes(string id, long minute)
    {
        var hour = minute / 60;
        var hours = await ledger.Db.HashGetAsync(PopularityKeys.Figures(id), [$"k:{hour}", $"k:{hour - 1}"]);
        return [.. Enumerable.Range(1, Minutes).Select(back => minute - back).Select(one => HourOf.Minute(hours[one / 60 == hour ? 0 : 1], (int)(one % 60)))];
    }

    async Task Judge(string id, string section, IReadOnlyList<long> minutes, TakeOff state, Dictionary<string, Peaks> peaks, CancellationToken cancellation)
    {
        var now = Time.GetUtcNow();
        var rate = minutes.Sum() / (double)Minutes;
        var threshold = Threshold(id, section, peaks);
        var (next, tell) = state.Read(rate, minutes[0], threshold, now);
        if (next != state)
        {
            await (next == TakeOff.Idle ? ledger.Db.HashDeleteAsync(State, id) : (Task)ledger.Db.HashSetAsync(State, id, Write(next)));
        }

        foreach (var name in new[] { section, Site }.Distinct())
        {
            var sample = peaks.TryGetValue(name, out var known) ? known : peaks[name] = new();
            if (sample.Add(id, rate, now))
            {
                await ledger.Db.HashSetAsync(PeakStore, name, Write(sample.All));
            }
        }

        if (tell is not null)
        {
            await Tell(new(id, tell, next.Multiple, rate, threshold, Rank(id), now), cancellation);
        }
    }

    double Threshold(string id, string section, Dictionary<string, Peaks> peaks) => Math.Max(options.AlertMinimum,
        peaks.GetValueOrDefault(section)?.Percentile(id) ?? peaks.GetValueOrDefault(Site)?.Percentile(id) ?? options.AlertMinimum);

    int? Rank(string id) => current.Snapshot.Lists.GetValueOrDefault(new("trending", "24h"), []).FirstOrDefault(article => article.Id == id)?.Rank;

    async Task Tell(ArticleTakingOff alert, CancellationToken cancellation)
    {
        await ledger.Db.ListLeftPushAsync(PopularityKeys.Alerts("last"), Write(alert));
        await ledger.Db.ListTrimAsync(PopularityKeys.Alerts("last"), 0, 99);
        await ledger.Flush();
        await mail.Keep(Write(alert));
        await webhooks.Call("article.taking-off", alert.ArticleId, alert);
        await announcer.Say(alert, cancellation);
        AlertLog.TakingOff(log, alert.ArticleId, alert.State, alert.Multiple, alert.RatePerMinute.ToString("0.0", CultureInfo.InvariantCulture));
    }

    static T Read<T>(RedisValue json) => JsonSerializer.Deserialize<T>((string)json!, Json.Options)!;

    static string Write<T>(T value) => JsonSerializer.Serialize(value, Json.Options);
}

static partial class AlertLog
{
    [LoggerMessage(400, LogLevel.Information, "{Article} is taking off: {State} {Multiple}x, {Rate} events a minute")]
    public static partial void TakingOff(ILogger log, string article, string state, int multiple, string rate);
}
