namespace Engagement.Fakes.X;

/// <summary>A post as it stands on the timeline.</summary>
/// <param name="Id">X's id of it.</param>
/// <param name="Text">As X shows it: every link is a t.co link.</param>
/// <param name="ExpandedText">The same text with the links that were sent.</param>
/// <param name="Links">The links in it, in order.</param>
/// <param name="At">When it was accepted.</param>
/// <param name="MediaIds">The media attached.</param>
/// <param name="By">Whose it is.</param>
public sealed record FakePost(
    string Id, string Text, string ExpandedText, IReadOnlyList<FakeLink> Links, DateTimeOffset At, IReadOnlyList<string> MediaIds, FakeAccount By)
{
    /// <summary>The addresses it leads to, as they were sent.</summary>
    public IEnumerable<string> Urls => Links.Select(link => link.Expanded);
}

/// <summary>A link that X has shortened.</summary>
/// <param name="Short">The t.co address.</param>
/// <param name="Expanded">The address that was sent, with a scheme.</param>
/// <param name="Start">Where the short one begins in the text, in code points.</param>
public sealed record FakeLink(string Short, string Expanded, int Start)
{
    internal string Display => Expanded[(Expanded.IndexOf("://", StringComparison.Ordinal) + 3)..] is { Length: > 26 } shown
        ? shown[..26] + "…"
        : Expanded[(Expanded.IndexOf("://", StringComparison.Ordinal) + 3)..];
}
