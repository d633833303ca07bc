namespace Engagement.Benchmarks.Load;

/// <summary>What of some measurements is reported.</summary>
static class Quantile
{
    public static double Median(List<double> figures) => figures.Order().ElementAt(figures.Count / 2);

    /// <summary>The figure that this share of them is at or below.</summary>
    public static double At(List<double> sorted, double share) => sorted[(int)Math.Min(sorted.Count - 1, Math.Ceiling(share * sorted.Count) - 1)];
}
