using System.Globalization;

namespace Engagement.Dashboard.Numbers;

/// <summary>How numbers read: exact up to 9,999, then short; – where there is no data, 0 where there is none of it.</summary>
static class Figures
{
    public const string NoData = "–";

    public static string Exact(long? number, CultureInfo culture) => number?.ToString("N0", culture) ?? NoData;

    public static string Short(long? number, CultureInfo culture) => number switch
    {
        null => NoData,
        > -10_000 and < 10_000 => Exact(number, culture),
        > -1_000_000 and < 1_000_000 => Tenths(number.Value, 1_000, "K", culture),
        > -1_000_000_000 and < 1_000_000_000 => Tenths(number.Value, 1_000_000, "M", culture),
        _ => Tenths(number.Value, 1_000_000_000, "B", culture),
    };

    /// <summary>A change in percent; null where the earlier figure is too small for a percentage to mean anything.</summary>
    public static double? Change(long now, long before) => before < 10 ? null : (now - before) * 100.0 / before;

    // Cut, not rounded: 999,999 is not yet a million.
    static string Tenths(long number, long unit, string sign, CultureInfo culture) =>
        (Math.Truncate(number * 10m / unit) / 10).ToString("0.#", culture) + sign;
}
