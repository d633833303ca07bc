using System.Globalization;
using System.Text;

namespace Engagement.Dashboard.Charts;

/// <summary>Turns figures into the points of an SVG line. A chart grows from 0 upwards, so that lengths can be compared.</summary>
static class LinePath
{
    /// <summary>The points of a line for <c>&lt;polyline&gt;</c>, evenly spaced from left to right.</summary>
    public static string Points(IReadOnlyList<double> values, double width, double height, double top, double inset = 0)
    {
        var points = new StringBuilder();
        for (var index = 0; index < values.Count; index++)
        {
            var (x, y) = Point(values, index, width, height, top, inset);
            points.Append(CultureInfo.InvariantCulture, $"{(index == 0 ? "" : " ")}{x:0.##},{y:0.##}");
        }

        return points.ToString();
    }

    /// <summary>Where one value stands.</summary>
    public static (double X, double Y) Point(IReadOnlyList<double> values, int index, double width, double height, double top, double inset = 0)
    {
        var share = top > 0 ? Math.Clamp(values[index] / top, 0, 1) : 0;
        var x = values.Count < 2 ? width / 2 : inset + index * (width - 2 * inset) / (values.Count - 1);
        return (x, height - inset - share * (height - 2 * inset));
    }

    /// <summary>The next round number at or above a value, for the top of an axis: 4, 10, 20, 40, 60, 80, 100 … Its half is whole.</summary>
    public static double RoundTop(double most)
    {
        if (most <= 4)
        {
            return 4;
        }

        var unit = Math.Pow(10, Math.Floor(Math.Log10(most)));
        return new[] { 1.0, 2, 4, 6, 8, 10 }.First(step => step * unit >= most) * unit;
    }

    public static string Text(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
