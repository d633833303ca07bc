namespace Engagement.Platform.Text;

/// <summary>Shortens a text to what fits: between words where there are any, never inside a grapheme, a link, a tag or a name.</summary>
public static class TextCut
{
    const string Ellipsis = "…";

    // A word boundary that would cost more than this part of the text is passed over: one long word, or a script without spaces.
    const double LeastKept = 0.6;

    /// <summary>The text where the limit allows it, else as much of its start as does, with <c>…</c>. Empty where not even one grapheme fits.</summary>
    public static string To(TextLimit limit, string text) => Longest(text, limit.Fits);

    /// <summary>The first graphemes of a text, with <c>…</c> as the last where it has more.</summary>
    /// <param name="text">The text.</param>
    /// <param name="graphemes">At least 1.</param>
    public static string ToGraphemes(string text, int graphemes) => Longest(text, cut => Graphemes.Count(cut) <= graphemes);

    /// <summary>The text where it fits, else as much of its start as does, with <c>…</c>. Empty where not even one grapheme fits.</summary>
    /// <param name="text">The text.</param>
    /// <param name="fits">Says of a candidate whether it fits; what fits must fit when shorter too, give or take a word.</param>
    public static string Longest(string text, Func<string, bool> fits)
    {
        if (fits(text))
        {
            return text;
        }

        var entities = PostText.EntitiesOf(text);
        var ends = Graphemes.Ends(text)
            .Where(end => end < text.Length && !entities.Any(entity => entity.Start < end && end < entity.End)).ToList();
        var kept = Search(ends, end => fits(At(text, end, entities)));
        var best = kept < 0 ? "" : At(text, ends[kept], entities);
        for (var i = kept; i >= 0 && ends[i] >= ends[kept] * LeastKept; i--)
        {
            if (char.IsWhiteSpace(text[ends[i]]) && At(text, ends[i], entities) is { Length: > 0 } words && fits(words))
            {
                return words;
            }
        }

        return best;
    }

    // The largest index that fits. A shorter text can weigh more (foo.comm is no link, foo.com is one), so the end is felt for.
    static int Search(List<int> ends, Func<int, bool> fits)
    {
        var (low, high) = (-1, ends.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = fits(ends[middle]) ? (middle, high) : (low, middle - 1);
        }

        while (low >= 0 && !fits(ends[low]))
        {
            low--;
        }

        return low;
    }

    // Without the comma, dash or bracket that would now lead nowhere.
    static string At(string text, int end, IReadOnlyList<TextEntity> entities)
    {
        var floor = entities.LastOrDefault(entity => entity.End <= end).End;
        while (end > floor && (char.IsWhiteSpace(text[end - 1]) || ",;:-–—/([{„“‘«‹¿¡".Contains(text[end - 1], StringComparison.Ordinal)))
        {
            end--;
        }

        return end == 0 ? "" : string.Concat(text.AsSpan(0, end), Ellipsis);
    }
}
