using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Engagement.Tests.Popularity;

/// <summary>Windows are spans of time that has passed: no calendar and no clock on a wall makes them longer or shorter.</summary>
public sealed class WindowEdgeTests
{
    public static TheoryData<string, string> ChangesOfTheClock => new()
    {
        { "2026-10-25T00:30:00Z", "Europe/Berlin: 03:00 becomes 02:00, the day has 25 hours" },
        { "2026-03-29T00:30:00Z", "Europe/Berlin: 02:00 becomes 03:00, the day has 23 hours" },
        { "2028-02-28T23:30:00Z", "the next day is a leap day" },
        { "2026-12-31T23:30:00Z", "the year ends" },
    };

    [Theory, MemberData(nameof(ChangesOfTheClock))]
    public async Task A_day_is_twenty_four_hours_whatever_the_calendar_does(string at, string why)
    {
        Assert.NotEmpty(why);
        var start = DateTimeOffset.Parse(at, null);
        var time = new FakeTimeProvider(start);
        await using var site = await TestSite.Start(LedgerKind.Redis, time, ("Engagement:Site:TimeZone", "Europe/Berlin"));
        var readers = new Readers(site);
        await readers.Publish("treaty");
        await readers.Count("treaty", start, times: 3);
        await readers.Shows("list=shared&window=24h", "treaty 3");

        time.SetUtcNow(start.AddHours(24).AddSeconds(59.999));
        await readers.Shows("list=shared&window=24h", "treaty 3");
        time.SetUtcNow(start.AddHours(24).AddMinutes(1));
        await readers.Shows("list=shared&window=24h");
        time.SetUtcNow(start.AddHours(-0.5).AddDays(7).AddHours(1).AddTicks(-1));
        await readers.Shows("list=shared&window=7d", "treaty 3");
        time.SetUtcNow(start.AddHours(-0.5).AddDays(7).AddHours(1));
        await readers.Shows("list=shared&window=7d");
        await readers.Shows("list=shared&window=30d", "treaty 3");
    }

    [Theory, BothLedgers]
    public async Task A_clock_that_goes_back_brings_nothing_back_and_loses_nothing_new(LedgerKind ledger)
    {
        var start = new DateTimeOffset(2026, 11, 23, 10, 0, 30, TimeSpan.Zero);
        var time = new FakeTimeProvider(start);
        await using var site = await TestSite.Start(ledger, time);
        var readers = new Readers(site);
        await readers.Publish("old");
        await readers.Publish("new");
        await readers.Count("old", start, times: 3);
        await readers.Shows("list=shared&window=1h", "old 3");
        time.SetUtcNow(start.AddMinutes(62));
        await readers.Shows("list=shared&window=1h");

        time.AdjustTime(start.AddMinutes(57));
        await readers.Shows("list=shared&window=1h");
        await readers.Count("new", time.GetUtcNow(), times: 2);
        await readers.Shows("list=shared&window=1h", "new 2");
        // A minute that left before the clock went back stays out, also where it changes again; the wider windows have it all.
        await readers.Count("old", start, times: 1);
        await readers.Shows("list=shared&window=24h", "old 4", "new 2");
        await readers.Shows("list=shared&window=1h", "new 2");

        // And forward again: each count leaves once, at its own time.
        time.AdjustTime(start.AddMinutes(57 + 60));
        await readers.Shows("list=shared&window=1h", "new 2");
        time.AdjustTime(start.AddMinutes(57 + 61));
        await readers.Shows("list=shared&window=1h");
        await readers.Shows("list=shared&window=24h", "old 4", "new 2");
    }
}
