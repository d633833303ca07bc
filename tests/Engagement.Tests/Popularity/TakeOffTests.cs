using Engagement.Popularity.Alerts;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Engagement.Tests.Popularity;

public sealed class TakeOffTests
{
    static readonly DateTimeOffset Start = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Readings_tell_a_spike_its_doublings_that_it_goes_on_and_that_it_is_back()
    {
        var told = Tell([
            (0, 1), (1, 4), (2, 1),                 // one reading over the threshold is no take-off
            (10, 4), (11, 4), (12, 4),
            (13, 7), (14, 7), (15, 13), (16, 13), (17, 4),
            (11 + 360, 4), (11 + 361, 4),
            (400, 1), (401, 4), (402, 4), (403, 4), // below half, then over again at once: not told
            (400 + 360, 1), (400 + 361, 4), (400 + 362, 4), (400 + 363, 4),
        ]);

        Assert.Equal(["11 spike 1", "14 multiple 2", "16 multiple 4", "371 sustained 4", "762 back-rising 1"], told);
    }

    [Fact]
    public void Of_twenty_bursts_in_thirty_days_nineteen_are_found_within_two_minutes_and_false_alarms_are_rare()
    {
        var random = new Random(20261101);
        var bursts = Enumerable.Range(0, 20).Select(number => (Minute: (1 + number) * 2_000 + random.Next(500), Rate: 18 + random.Next(20))).ToList();
        var sections = new Dictionary<string, Peaks> { ["World"] = new(), ["Books"] = new(), ["Sport"] = new() };
        var live = new List<Life>();
        int found = 0, falseAlarms = 0, made = 0;
        for (var minute = 0; minute < 30 * 1_440; minute++)
        {
            if (minute % 36 == 0)
            {
                live.Add(new($"a{made}", sections.Keys.ElementAt(made++ % 3), minute, 0.1 + random.NextDouble()));
                live.RemoveAll(article => minute - article.Born > 1_440);
            }

            foreach (var burst in bursts.Where(burst => burst.Minute == minute))
            {
                live[random.Next(live.Count)].Burst = burst;
            }

            var now = Start.AddMinutes(minute + 1);
            foreach (var article in live)
            {
                article.Count(minute, random);
                var peaks = sections[article.Section];
                // A quiet article under the least threshold stays quiet, whatever the percentile: most of a million readings need none.
                var threshold = article.State == TakeOff.Idle && article.Rate < 3 ? 3 : Math.Max(3, peaks.Percentile(article.Id) ?? 3);
                var (next, tell) = article.State.Read(article.Rate, threshold, now);
                article.State = next;
                peaks.Add(article.Id, article.Rate, now);
                if (tell is "spike" or "back-rising")
                {
                    var isBurst = article.Burst is { } burst && minute - burst.Minute is >= 0 and < 2;
                    found += isBurst ? 1 : 0;
                    falseAlarms += article.Burst is null ? 1 : 0;
                }
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{made} articles, {found} of {bursts.Count} bursts within two minutes, {falseAlarms} false alarms in 30 days");
        Assert.InRange(found, 19, 20);
        Assert.InRange(falseAlarms, 0, 30);
    }

    [Theory, BothLedgers]
    public async Task An_article_that_takes_off_is_told_once_and_again_only_for_news_even_over_a_restart(LedgerKind ledger)
    {
        var time = new FakeTimeProvider(Start.AddHours(10));
        await using var site = await TestSite.Start(ledger, time);
        var readers = new Readers(site);
        await readers.Publish("treaty");
        for (var minute = 0; minute < 4; minute++)
        {
            await readers.Count("treaty", time.GetUtcNow(), times: 30);
            await readers.Shows("list=shared&window=1h", $"treaty {30 * (minute + 1)}");
            time.Advance(TimeSpan.FromMinutes(1));
            await site.Watch();
        }

        var before = await site.Alerts();
        Assert.Equal(["multiple 4", "spike 2"], before.Select(alert => $"{alert.State} {alert.Multiple}"));
        await site.Restart();
        await readers.Shows("list=shared&window=1h", "treaty 120");
        await site.Watch();
        Assert.Equal(before.Count, (await site.Alerts()).Count);
    }

    static List<string> Tell(IEnumerable<(int Minute, double Rate)> readings)
    {
        var (state, told) = (TakeOff.Idle, new List<string>());
        foreach (var (minute, rate) in readings)
        {
            (state, var tell) = state.Read(rate, 3, Start.AddMinutes(minute));
            if (tell is not null)
            {
                told.Add($"{minute} {tell} {state.Multiple}");
            }
        }

        return told;
    }

    sealed class Life(string id, string section, int born, double pace)
    {
        readonly int[] last = new int[5];

        public string Id => id;

        public string Section => section;

        public int Born => born;

        public (int Minute, int Rate)? Burst { get; set; }

        public TakeOff State { get; set; } = TakeOff.Idle;

        public double Rate => last.Sum() / 5.0;

        public void Count(int minute, Random random)
        {
            var usual = pace * Math.Pow(2, -(minute - born) / 180.0) * (1 + 0.5 * Math.Sin(minute / 1_440.0 * 2 * Math.PI));
            var burst = Burst is { } planted && minute - planted.Minute is >= 0 and < 30 ? planted.Rate : 0;
            last[minute % 5] = Poisson(usual + burst, random);
        }

        static int Poisson(double mean, Random random)
        {
            var (count, product, limit) = (-1, 1.0, Math.Exp(-mean));
            do
            {
                count++;
                product *= random.NextDouble();
            }
            while (product > limit);
            return count;
        }
    }
}
