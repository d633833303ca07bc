using Engagement.Popularity.Alerts;

namespace Engagement.Tests.Popularity;

/// <summary>
/// Thirty invented days of a site: forty articles a day in three sections, each read most when it is new and by day, and twenty planted bursts of half an
/// hour. The take-off rule reads every article once a minute, as the program does.
/// </summary>
static class BurstTrace
{
    public const int Bursts = 20;
    public const int Days = 30;
    const int BurstMinutes = 30;

    /// <summary>How long the rate over five minutes still holds events of a burst.</summary>
    const int Echo = 5;
    static readonly DateTimeOffset Start = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// How many articles there were; how many bursts were told by the second reading after they began; how many alarms there were that no burst under
    /// way explains, those of articles that had or will have one among them.
    /// </summary>
    public static (int Articles, int Found, int FalseAlarms) Watch(int seed)
    {
        var random = new Random(seed);
        var bursts = Enumerable.Range(0, Bursts).Select(number => (Minute: (1 + number) * 2_000 + random.Next(500), Rate: 18 + random.Next(20))).ToList();
        var sections = new Dictionary<string, Peaks> { ["World"] = new(), ["Books"] = new(), ["Sport"] = new() };
        var live = new List<Life>();
        int found = 0, falseAlarms = 0, made = 0;
        for (var minute = 0; minute < Days * 1_440; minute++)
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

            foreach (var article in live)
            {
                if (article.Read(minute, random, sections[article.Section], Start.AddMinutes(minute + 1)) is "spike" or "back-rising")
                {
                    var since = article.Burst is { } burst ? minute - burst.Minute : -1;
                    found += since is >= 0 and < 2 ? 1 : 0;
                    falseAlarms += since is >= 0 and < BurstMinutes + Echo ? 0 : 1;
                }
            }
        }

        return (made, found, falseAlarms);
    }

    sealed class Life(string id, string section, int born, double pace)
    {
        const double Least = 3;

        readonly int[] last = new int[5];
        TakeOff state = TakeOff.Idle;

        public string Section => section;

        public int Born => born;

        public (int Minute, int Rate)? Burst { get; set; }

        /// <summary>Lets a minute pass and reads the article as the watch does; what is told.</summary>
        public string? Read(int minute, Random random, Peaks peaks, DateTimeOffset now)
        {
            var usual = pace * Math.Pow(2, -(minute - born) / 180.0) * (1 + 0.5 * Math.Sin(minute / 1_440.0 * 2 * Math.PI));
            var burst = Burst is { } planted && minute - planted.Minute is >= 0 and < BurstMinutes ? planted.Rate : 0;
            last[minute % 5] = Poisson(usual + burst, random);
            var rate = last.Sum() / 5.0;

            // A quiet article under the least threshold stays quiet, whatever the percentile: most of a million readings need none.
            var threshold = state == TakeOff.Idle && rate < Least && last[minute % 5] < Least ? Least : Math.Max(Least, peaks.Percentile(id) ?? Least);
            (state, var tell) = state.Read(rate, last[minute % 5], threshold, now);
            peaks.Add(id, rate, now);
            return tell;
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
