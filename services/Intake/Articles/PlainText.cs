using System.Text;

namespace Engagement.Intake.Articles;

/// <summary>Makes text fit to be shown and posted.</summary>
static class PlainText
{
    /// <summary>
    /// One line, without control characters, byte order marks and halves of surrogate pairs: networks refuse or garble posts that hold
    /// them, and whoever feeds us copies them out of word processors.
    /// </summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune) || rune.Value is '\n' or '\r' or '\t')
            {
                if (clean.Length > 0 && clean[^1] != ' ')
                {
                    clean.Append(' ');
                }
            }
            else if (!Rune.IsControl(rune) && rune.Value is not (0xFEFF or 0xFFFD))
            {
                clean.Append(rune.ToString());
            }
        }

        return clean.ToString().TrimEnd();
    }

    /// <summary>At most so many characters, cut between words, with an ellipsis. For what a feed says, which cannot be sent back.</summary>
    public static string Cut(string text, int max)
    {
        if (text.Length <= max)
        {
            return text;
        }

        var end = text.LastIndexOf(' ', max - 1);
        end = end > max / 2 ? end : max - 1;
        return string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[end - 1]) ? end - 1 : end), "…");
    }
}
