using Engagement.Platform.Settings;

namespace Engagement.Publisher.Queue;

/// <summary>Days and quiet hours as the newsroom's clock on the wall shows them.</summary>
sealed class SiteHours(SiteOptions site, QueueOptions options)
{
    readonly TimeZoneInfo zone = Zone(site.TimeZone);

    /// <summary>The day's name, under which its posts are counted.</summary>
    public string Day(DateTimeOffset now) => DateOnly.FromDateTime(Wall(now)).ToString("O", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>When the next day begins.</summary>
    public DateTimeOffset NextDay(DateTimeOffset now) => At(Wall(now).Date.AddDays(1));

    /// <summary>When quiet hours end; null where it is not quiet.</summary>
    public DateTimeOffset? QuietUntil(DateTimeOffset now)
    {
        if (options.QuietFrom is not { } from || options.QuietUntil is not { } until || from == until)
        {
            return null;
        }

        var wall = Wall(now);
        var clock = TimeOnly.FromDateTime(wall);
        if (!clock.IsBetween(from, until))
        {
            return null;
        }

        return At(wall.Date.AddDays(clock >= until ? 1 : 0) + until.ToTimeSpan());
    }

    DateTime Wall(DateTimeOffset now) => TimeZoneInfo.ConvertTime(now, zone).DateTime;

    /// <summary>A wall time as an instant. One that the change to summer time skips is taken an hour later, as clocks are.</summary>
    DateTimeOffset At(DateTime wall)
    {
        var existing = zone.IsInvalidTime(wall) ? wall.AddHours(1) : wall;
        return new DateTimeOffset(existing, zone.GetUtcOffset(existing)).ToUniversalTime();
    }

    static TimeZoneInfo Zone(string name)
    {
        try
        {
            return TimeZoneInfo.FindSystemTimeZoneById(name);
        }
        catch (Exception unknown) when (unknown is TimeZoneNotFoundException or InvalidTimeZoneException)
        {
            throw new StartProblem($"Engagement__Site__TimeZone must be an IANA time zone such as Europe/Berlin; it is \"{name}\".");
        }
    }
}
