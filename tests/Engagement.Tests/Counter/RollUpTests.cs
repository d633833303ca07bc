using System.Net.Http.Json;
using System.Text.Json;
using Engagement.Counter.History;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using StackExchange.Redis;
using Xunit;

namespace Engagement.Tests.Counter;

public sealed class RollUpTests
{
    [Theory, BothLedgers]
    public async Task Minutes_become_hours_and_hours_become_days_and_no_count_is_lost(LedgerKind ledger)
    {
        var time = new FakeTimeProvider(DateTimeOffset.Parse("2026-11-20T10:54:30Z"));
        await using var site = await TestSite.Start(ledger, time, ("Engagement:Counter:VisitorWindow", "00:00:00"));
        await site.Publish("treaty");
        await Look(site, time);
        await site.Reader.Beacon(Readers.Share("treaty"));
        time.Advance(TimeSpan.FromMinutes(1));
        await site.Reader.Beacon(Readers.Share("treaty"));
        await site.Reader.Beacon(Readers.Share("treaty"));
        Assert.Equal((2, 0, 0), await Hashes(site));

        time.Advance(TimeSpan.FromHours(51));
        await Eventually.True(async () => await Look(site, time) && await Hashes(site) == (0, 1, 0), "minutes became hours");
        var hours = await Hours(site, "2026-11-20T10:00:00Z", 2);
        Assert.Equal(new long[] { 1, 2 }, hours);

        time.Advance(TimeSpan.FromDays(92));
        await Eventually.True(async () => await Look(site, time) && await Hashes(site) == (0, 0, 1), "hours became days");
        Assert.Equal(3, await site.Shares("treaty"));
        var day = await Db(site).HashGetAllAsync((await Keys(site, 'd')).Single());
        Assert.Equal(3, (long)day.Single(field => ((string)field.Name!).EndsWith("~share:x@page", StringComparison.Ordinal)).Value);
    }

    static async Task<bool> Look(TestSite site, FakeTimeProvider time)
    {
        site.Services.GetRequiredService<RollUp>().Ring();
        time.Advance(TimeSpan.FromMinutes(5));
        await Task.Yield();
        return true;
    }

    static async Task<(int, int, int)> Hashes(TestSite site) =>
        ((await Keys(site, 'm')).Count, (await Keys(site, 'h')).Count, (await Keys(site, 'd')).Count);

    static async Task<IReadOnlyList<RedisKey>> Keys(TestSite site, char scale)
    {
        var db = Db(site);
        var found = new List<RedisKey>();
        await foreach (var key in db.Multiplexer.GetServers()[0].KeysAsync(db.Database, $"ctr:{{c0}}:{scale}:*"))
            found.Add(key);
        return found;
    }

    static async Task<long[]> Hours(TestSite site, string from, int hours)
    {
        var history = await site.Admin.GetFromJsonAsync<JsonElement>($"/api/counts/history?ids=treaty&hours={hours}&from={from}", TestContext.Current.CancellationToken);
        return [.. history.GetProperty("articles").GetProperty("treaty").GetProperty("shares").EnumerateArray().Select(hour => hour.GetInt64())];
    }

    static IDatabase Db(TestSite site) => site.Services.GetRequiredService<Engagement.Platform.Store.Ledger>().Db;
}
