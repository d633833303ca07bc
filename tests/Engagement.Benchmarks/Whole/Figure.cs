using System.Globalization;

namespace Engagement.Benchmarks.Whole;

/// <summary>One line of the table in one mode.</summary>
/// <param name="Name">What was measured, with its unit.</param>
/// <param name="Value">What it is.</param>
/// <param name="Limit">What the bare limit reached in the same run, where there is one.</param>
sealed record Figure(string Name, double Value, double? Limit = null)
{
    /// <summary>Value, and its share of the limit.</summary>
    public string Cell => Limit is { } limit ? $"{Text(Value)} ({Value / limit:P0})" : Text(Value);

    public static string Text(double value) =>
        value.ToString(value >= 100 ? "N0" : value >= 10 ? "N1" : "N2", CultureInfo.InvariantCulture);
}
