using System.Text;
using Engagement.Platform.Text;

namespace Engagement.Publisher.Text;

/// <summary>
/// Makes the parts of a post into a text that fits: the summary is shortened first, then the title, then hashtags go, the last one
/// first, then the title is shortened further. The link is never touched.
/// </summary>
sealed class FitParts(int maxLength)
{
    // Hashtags are no reason to leave less of a headline than this, in UTF-16 units: about ten words.
    const int TitleWorthKeeping = 60;

    readonly TextLimit limit = TextLimit.XUpTo(maxLength);

    /// <summary>The text. Longer than the limit only where the link alone is.</summary>
    public string Fit(IReadOnlyList<Part> given)
    {
        var parts = given.ToList();
        Shorten(parts, PartKind.Tail);
        for (var whole = parts.ToList(); !Fits(parts); parts = whole.ToList())
        {
            Shorten(parts, PartKind.Title);
            var last = whole.FindLastIndex(part => part.Kind == PartKind.Hashtag);
            if (last < 0 || (Fits(parts) && IsWorthReading(parts, whole)))
            {
                break;
            }

            whole.RemoveAt(last);
        }

        return PostText.Clean(Fits(parts) ? Join(parts) : CutAll(parts));
    }

    void Shorten(List<Part> parts, PartKind kind)
    {
        for (var i = parts.Count - 1; i >= 0 && !Fits(parts); i--)
        {
            if (parts[i].Kind == kind)
            {
                var others = parts.ToList();
                var cut = TextCut.Longest(parts[i].Text, candidate =>
                {
                    others[i] = new Part(kind, candidate);
                    return Fits(others);
                });
                parts[i] = new Part(kind, cut);
            }
        }
    }

    static bool IsWorthReading(List<Part> cut, List<Part> whole) =>
        TitleLength(cut) >= Math.Min(TitleLength(whole), TitleWorthKeeping);

    static int TitleLength(List<Part> parts) => parts.Where(part => part.Kind == PartKind.Title).Sum(part => part.Text.Length);

    // The words of the template itself are too long for the limit: what comes before the link is one text then.
    string CutAll(List<Part> parts)
    {
        var url = parts.Find(part => part.Kind == PartKind.Url)?.Text ?? "";
        var words = Join([.. parts.Where(part => part.Kind != PartKind.Url)]);
        return $"{TextCut.Longest(words, cut => limit.Fits($"{cut} {url}"))} {url}".Trim();
    }

    bool Fits(List<Part> parts) => limit.Fits(Join(parts));

    // A part that is empty leaves two spaces behind: one of them goes, and so do those at the ends of lines.
    static string Join(List<Part> parts)
    {
        var text = new StringBuilder();
        var previous = PartKind.Fixed;
        foreach (var part in parts.Where(part => part.Text.Length > 0))
        {
            if (text.Length > 0 && IsGlued(previous, text[^1], part))
            {
                text.Append(' ');
            }

            Append(text, part.Text);
            previous = part.Kind;
        }

        return text.ToString().Trim();
    }

    // {title}{url} would make one long word of which X takes no link, or the wrong one.
    static bool IsGlued(PartKind previous, char before, Part part) => part.Kind == PartKind.Url
        ? !(char.IsWhiteSpace(before) || "(\"“«„".Contains(before, StringComparison.Ordinal))
        : previous == PartKind.Url && !EndsLink(part.Text);

    static bool EndsLink(string after) => char.IsWhiteSpace(after[0]) || ")\"”»".Contains(after[0], StringComparison.Ordinal)
        || (".,!?;:".Contains(after[0], StringComparison.Ordinal) && (after.Length == 1 || char.IsWhiteSpace(after[1])));

    static void Append(StringBuilder text, string part)
    {
        foreach (var c in part)
        {
            while (c == '\n' && text.Length > 0 && text[^1] == ' ')
            {
                text.Length--;
            }

            if (c != ' ' || (text.Length > 0 && text[^1] is not (' ' or '\n')))
            {
                text.Append(c);
            }
        }
    }
}
