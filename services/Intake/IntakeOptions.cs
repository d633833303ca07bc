namespace Engagement.Intake;

/// <summary><c>Engagement:Intake</c>: how articles are taken in.</summary>
sealed class IntakeOptions
{
    /// <summary>
    /// True: an article that readers found before the site told of it is news, and posted. False (the default): it is counted at once, and
    /// posted when the feed or the site tells of it.
    /// </summary>
    public bool PostSeenArticles { get; init; }
}
