using System.Globalization;
using System.Text.RegularExpressions;
using Engagement.Intake.Articles;

namespace Engagement.Intake.Feeds.Reading;

/// <summary>Times as feeds write them: RFC 822 with two-digit years, named zones and wrong weekdays, and ISO 8601.</summary>
static partial class FeedTime
{
    static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    static readonly Dictionary<string, double> Zones = new(StringComparer.OrdinalIgnoreCase)
    {
        ["EST"] = -5, ["EDT"] = -4, ["CST"] = -6, ["CDT"] = -5, ["MST"] = -7, ["MDT"] = -6, ["PST"] = -8, ["PDT"] = -7, ["AKST"] = -9, ["AKDT"] = -8,
        ["HST"] = -10, ["BST"] = 1, ["WEST"] = 1, ["CET"] = 1, ["MEZ"] = 1, ["CEST"] = 2, ["MESZ"] = 2, ["EET"] = 2, ["EEST"] = 3, ["MSK"] = 3, ["JST"] = 9, ["KST"] = 9,
        ["AEST"] = 10, ["AEDT"] = 11, ["NZST"] = 12, ["NZDT"] = 13,
    };

    /// <summary>Null where nobody can tell.</summary>
    public static DateTimeOffset? Parse(string? text)
    {
        if (text is null || text.Length > 100)
        {
            return null;
        }

        return Fields.IsoTime(text.Trim()) ?? (Rfc822().Match(text) is { Success: true } found ? FromRfc822(found) : null);
    }

    static DateTimeOffset? FromRfc822(Match found)
    {
        var month = Array.IndexOf(Months, found.Groups["month"].Value.ToLowerInvariant()) + 1;
        var year = Number(found, "year") switch { < 70 and var two => two + 2_000, < 100 and var two => two + 1_900, var four => four };
        var (day, hour, minute, second) = (Number(found, "day"), Number(found, "hour"), Number(found, "minute"), Math.Min(59, Number(found, "second")));
        return month == 0 || year is < 1 or > 9_998 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59
            ? null
            : new DateTimeOffset(year, month, day, hour, minute, second, TimeSpan.Zero) - Zone(found.Groups["zone"].Value);
    }

    static TimeSpan Zone(string zone) => zone.Length == 5 && zone[0] is '+' or '-'
        ? (zone[0] == '-' ? -1 : 1) * new TimeSpan(int.Parse(zone.AsSpan(1, 2), CultureInfo.InvariantCulture), int.Parse(zone.AsSpan(3, 2), CultureInfo.InvariantCulture), 0)
        : TimeSpan.FromHours(Zones.GetValueOrDefault(zone));

    static int Number(Match found, string group) =>
        int.TryParse(found.Groups[group].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    [GeneratedRegex(@"(?<day>\d{1,2})[\s-]+(?<month>[A-Za-z]{3})[A-Za-z.]*[\s-]+(?<year>\d{4}|\d{2})(?:[\s,T]+(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2}))?)?\s*(?<zone>[+-]\d{4}|[A-Za-z]{1,5})?")]
    private static partial Regex Rfc822();
}
