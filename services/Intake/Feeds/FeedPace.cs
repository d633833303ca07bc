namespace Engagement.Intake.Feeds;

/// <summary>When to look at a feed again.</summary>
static class FeedPace
{
    static readonly TimeSpan LongestWait = TimeSpan.FromHours(6);
    static readonly TimeSpan LongestRequested = TimeSpan.FromDays(1);

    /// <summary>The interval; after a day without news up to four times that, because who did not publish for a day seldom does in minutes.</summary>
    /// <param name="feed">Its settings.</param>
    /// <param name="state">How it fares.</param>
    /// <param name="now">The time.</param>
    /// <param name="hubRings">A hub tells us of news: then looking is only for what it forgets, four times less often.</param>
    public static TimeSpan AfterReading(FeedOptions feed, FeedState state, DateTimeOffset now, bool hubRings)
    {
        var quiet = now - (state.NewsAt ?? now);
        var factor = hubRings ? 4 : Math.Clamp(quiet / TimeSpan.FromDays(1), 1, 4);
        return Jitter(feed.Interval * factor, state);
    }

    /// <summary>As long as the server asks for; else twice as long with every failure in a row.</summary>
    public static TimeSpan AfterFailure(FeedOptions feed, FeedState state, TimeSpan? requested)
    {
        var doubled = Shorter(feed.Interval * Math.Pow(2, Math.Min(state.Failures - 1, 16)), Longer(LongestWait, feed.Interval));
        return requested is { } wait ? Longer(Shorter(wait, LongestRequested), feed.Interval)
            : Jitter(doubled, state);
    }

    /// <summary>A tenth more or less, so that many feeds of one server are not asked at one moment; from the state, so that a test can tell.</summary>
    static TimeSpan Jitter(TimeSpan wait, FeedState state) =>
        wait * (0.9 + (0.2 * (Convert.ToInt32(FeedStates.Hash($"{state.Url} {state.Looks}")[..4], 16) / 65_535.0)));

    static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
