namespace Engagement.Popularity.Alerts;

/// <summary>Where an article's alert stands. Kept in the ledger, so that a restart neither repeats nor forgets.</summary>
/// <param name="Phase">idle, armed, fired, cooling.</param>
/// <param name="Multiple">The highest multiple of the threshold that was told since it fired: 1, 2, 4, 8.</param>
/// <param name="FiredAt">When it fired first.</param>
/// <param name="CooledAt">When it last fell below half of the threshold.</param>
/// <param name="IsSustained">Whether "still going strong" was told.</param>
/// <param name="Candidate">The multiple that the last reading reached; told only where the next reading reaches it too.</param>
sealed record TakeOff(string Phase, int Multiple, DateTimeOffset? FiredAt, DateTimeOffset? CooledAt, bool IsSustained, int Candidate)
{
    /// <summary>Nothing has happened.</summary>
    public static readonly TakeOff Idle = new("idle", 0, null, null, false, 0);

    static readonly TimeSpan Hold = TimeSpan.FromHours(6);
    const int Highest = 8;

    /// <summary>A single minute that is this many times over the threshold arms too: the rate over five of them has not had time to say so.</summary>
    const int Sudden = 3;

    /// <summary>
    /// One reading, a minute after the last: the rate over five minutes, and over the last of them. Two readings in a row must be over the threshold; falling below half of it ends the alert, which may
    /// come back only six hours later: one article is never told twice for one rise.
    /// </summary>
    /// <returns>The next state, and what to tell: spike, multiple, sustained, back-rising, or null.</returns>
    public (TakeOff Next, string? Tell) Read(double rate, double lastMinute, double threshold, DateTimeOffset now)
    {
        var reached = rate < threshold ? 0 : (int)Math.Min(Highest, Math.Pow(2, Math.Floor(Math.Log2(rate / threshold))));
        return Phase switch
        {
            "idle" => (reached > 0 || lastMinute >= Sudden * threshold ? this with { Phase = "armed", Candidate = Math.Max(1, reached) } : Idle, null),
            "armed" when reached == 0 => (Idle, null),
            "armed" => (new("fired", Math.Min(reached, Candidate), now, null, false, reached), "spike"),
            "cooling" when now - CooledAt >= Hold => Rested(reached, now),
            "cooling" => (this with { Candidate = 0 }, null),
            _ => Fired(rate, threshold, reached, now),
        };
    }

    (TakeOff Next, string? Tell) Fired(double rate, double threshold, int reached, DateTimeOffset now)
    {
        if (rate < threshold / 2)
        {
            return (this with { Phase = "cooling", CooledAt = now, Candidate = 0 }, null);
        }

        var sure = Math.Min(reached, Candidate);
        return sure > Multiple ? (this with { Multiple = sure, Candidate = reached }, "multiple")
            : !IsSustained && reached > 0 && now - FiredAt >= Hold ? (this with { IsSustained = true, Candidate = reached }, "sustained")
            : (this with { Candidate = reached }, null);
    }

    (TakeOff Next, string? Tell) Rested(int reached, DateTimeOffset now) =>
        reached == 0 ? (now - CooledAt >= 4 * Hold ? Idle : this with { Candidate = 0 }, null)
        : Candidate == 0 ? (this with { Candidate = reached }, null)
        : (new("fired", Math.Min(reached, Candidate), now, null, false, reached), "back-rising");
}
