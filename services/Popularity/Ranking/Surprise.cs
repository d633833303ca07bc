namespace Engagement.Popularity.Ranking;

/// <summary>How surprising a count is. Pure, so that its values can be checked by hand.</summary>
static class Surprise
{
    /// <summary>
    /// Anscombe's z: how many standard deviations an observed count lies above what was expected. The square root makes the noise of small
    /// counts as large as that of big ones, so 1 instead of 0 is no sensation and 25 instead of 4 is one.
    /// </summary>
    public static double Z(double observed, double expected) => 2 * (Math.Sqrt(observed + 0.375) - Math.Sqrt(expected + 0.375));
}
