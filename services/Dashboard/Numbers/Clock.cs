using System.Globalization;
using Engagement.Dashboard.Words;
using Engagement.Platform.Settings;

namespace Engagement.Dashboard.Numbers;

/// <summary>Times as editors think of them: how long ago, and in the site's own zone.</summary>
sealed class Clock(TimeProvider time, SiteOptions site, Speech speech)
{
    /// <summary>The site's zone; UTC where the system does not know it.</summary>
    public TimeZoneInfo Zone { get; } = TimeZoneInfo.TryFindSystemTimeZoneById(site.TimeZone, out var zone) ? zone : TimeZoneInfo.Utc;

    /// <summary>How a day is written, as a format: German puts a dot behind its number.</summary>
    public string Day { get; } = speech.Language == "de" ? "d. MMM" : "d MMM";

    public DateTimeOffset Now => time.GetUtcNow();

    public DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Zone);

    /// <summary>An instant as the API and the browser take it: <c>2026-11-23T10:00:00Z</c>.</summary>
    public static string Stamp(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    /// <summary>When a day such as <c>2026-11-23</c> begins in the site's zone, as the API takes it; null where it is no day.</summary>
    public string? Midnight(string? day, int daysLater = 0) =>
        !DateTime.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? null
        : Stamp(Utc(date.AddDays(daysLater)));

    /// <summary>The instant of what a form's field for a time holds, in the site's zone; null where it holds none.</summary>
    public DateTimeOffset? Instant(string? local) =>
        DateTime.TryParseExact(local, "yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? Utc(at) : null;

    /// <summary>The instant of a time in the site's zone. In the hour that a clock change skips it is the hour after.</summary>
    public DateTimeOffset Utc(DateTime local) => new(TimeZoneInfo.ConvertTimeToUtc(Zone.IsInvalidTime(local) ? local.AddHours(1) : local, Zone));

    /// <summary>The whole time, with its zone: <c>23 Nov 2026, 10:00 (Europe/Berlin)</c>.</summary>
    public string Full(DateTimeOffset at) =>
        $"{Local(at).ToString($"{Day} yyyy, HH:mm", speech.Culture)} ({site.TimeZone})";

    /// <summary>A day and time without the zone, for tables that name it once.</summary>
    public string Short(DateTimeOffset at) =>
        Local(at).ToString(Local(at).Year == Local(Now).Year ? $"{Day} HH:mm" : $"{Day} yyyy", speech.Culture);

    /// <summary>The time of a happening of today, the day of an earlier one.</summary>
    public string Brief(DateTimeOffset at) => Local(at).Date == Local(Now).Date ? Local(at).ToString("HH:mm", speech.Culture) : Local(at).ToString(Day, speech.Culture);

    /// <summary>"14 min ago", "in 3 h"; a date beyond a week.</summary>
    public string Ago(DateTimeOffset at)
    {
        var gone = Now - at;
        return gone.Duration() switch
        {
            { TotalSeconds: < 45 } => speech[gone >= TimeSpan.Zero ? "just now" : "in a moment"],
            { TotalMinutes: < 59.5 } span => Say(gone, (int)Math.Round(span.TotalMinutes), "{0} min ago", "in {0} min"),
            { TotalHours: < 23.5 } span => Say(gone, (int)Math.Round(span.TotalHours), "{0} h ago", "in {0} h"),
            { TotalDays: < 7 } span => Say(gone, (int)Math.Round(span.TotalDays), "{0} d ago", "in {0} d"),
            _ => Short(at),
        };
    }

    string Say(TimeSpan gone, int number, string past, string future) => speech[gone >= TimeSpan.Zero ? past : future, number];
}
