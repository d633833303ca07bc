using System.Text;

namespace Engagement.Platform.Text;

/// <summary>
/// Weighs a text as X does, and finds what X makes into links. Pure: the same text gives the same result on every machine and in every
/// culture. A text of 280 characters takes microseconds.
/// </summary>
public static class PostText
{
    /// <summary>Weighs a text. Any string may come, even one that is no valid Unicode; it never throws.</summary>
    /// <param name="text">The text as written.</param>
    /// <param name="rules">How to weigh; X's rules of today where null.</param>
    public static MeasuredText Measure(string text, WeightRules? rules = null)
    {
        rules ??= WeightRules.X;
        var broken = HasLoneSurrogate(text);
        var stored = Normal(broken ? string.Concat(text.EnumerateRunes()) : text);
        var entities = EntitiesOfNormal(stored);
        var (length, guard, validUnits) = Weigh(stored, entities, rules);
        return new MeasuredText
        {
            Text = stored,
            Entities = entities,
            WeightedLength = length,
            GuardLength = guard,
            MaxLength = rules.MaxLength,
            ValidUnits = validUnits,
            Valid = !broken && length > 0 && validUnits == stored.Length,
        };
    }

    /// <summary>
    /// A text as it can be sent: no halves of characters, no byte order mark, no control characters but the line feed, in NFC, without
    /// spaces at its ends. What X stores differs from what was sent otherwise, and then a post is not recognised on the timeline.
    /// </summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.ReplaceLineEndings("\n").EnumerateRunes())
        {
            // EnumerateRunes gives U+FFFD for half a character; one that somebody wrote is no loss either.
            if (rune.Value == '\n' || (rune.Value is not (0xfffd or 0xfeff) && !Rune.IsControl(rune) && (rune.Value & 0xfffe) != 0xfffe))
            {
                clean.Append(rune);
            }
            else if (rune.Value is '\t' or '\v' or '\f' or 0x85)
            {
                clean.Append(' ');
            }
        }

        return clean.ToString().Normalize().Trim();
    }

    /// <summary><see cref="Clean"/> on one line, with single spaces: for titles and names.</summary>
    public static string CleanLine(string text) =>
        string.Join(' ', Clean(text).Split([' ', '\n', '\u00a0', '\u2028', '\u2029'], StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Links, hashtags, cashtags and mentions in the order of the text; none overlaps another. Positions are in the text as given.</summary>
    public static IReadOnlyList<TextEntity> EntitiesOf(string text) => EntitiesOfNormal(text);

    static List<TextEntity> EntitiesOfNormal(string text)
    {
        var all = Urls.In(text);
        all.AddRange(Hashtags.In(text));
        all.AddRange(Cashtags.In(text));
        all.AddRange(Mentions.In(text));
        if (all.Count < 2)
        {
            return all;
        }

        var kept = new List<TextEntity>(all.Count);
        foreach (var entity in all.OrderBy(entity => entity.Start))
        {
            if (kept.Count == 0 || entity.Start >= kept[^1].End)
            {
                kept.Add(entity);
            }
        }

        return kept;
    }

    static (int Length, int Guard, int ValidUnits) Weigh(string text, List<TextEntity> entities, WeightRules rules)
    {
        var (length, guard, validUnits, isValid) = (0, 0, 0, true);
        var url = 0;
        for (var i = 0; i < text.Length;)
        {
            while (url < entities.Count && (entities[url].Kind != TextEntityKind.Url || entities[url].Start < i))
            {
                url++;
            }

            if (url < entities.Count && entities[url].Start == i)
            {
                length += rules.UrlLength;
                guard += rules.UrlLength;
                i = entities[url].End;
            }
            else if (rules.EmojiAsOne && Emoji.Length(text, i) is > 0 and var units)
            {
                length += 2;
                guard += GuardOf(text, i, i + units);
                i += units;
            }
            else
            {
                isValid &= !Letters.IsForbidden(text[i]);
                var weight = WeightOf(text[i]);
                length += weight;
                guard += weight;
                i += char.IsHighSurrogate(text[i]) ? 2 : 1;
            }

            validUnits = isValid && length <= rules.MaxLength ? i : validUnits;
        }

        return (length, guard, validUnits);
    }

    static int GuardOf(string text, int start, int end)
    {
        var guard = 0;
        while (start < end)
        {
            var known = KnownEmoji.Length(text, start);
            guard += known > 0 ? 2 : WeightOf(text[start]);
            start += known > 0 ? known : char.IsHighSurrogate(text[start]) ? 2 : 1;
        }

        return guard;
    }

    // Half of a pair lies above all light ranges, as whatever is outside the first plane does.
    static int WeightOf(char c) =>
        c is <= '\u10ff' or (>= '\u2000' and <= '\u200d') or (>= '\u2010' and <= '\u201f') or (>= '\u2032' and <= '\u2037') ? 1 : 2;

    static bool HasLoneSurrogate(string text)
    {
        var half = text.AsSpan().IndexOfAnyInRange('\ud800', '\udfff');
        for (var i = Math.Max(half, 0); half >= 0 && i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !(i + 1 < text.Length && char.IsSurrogatePair(text[i], text[++i])))
            {
                return true;
            }
        }

        return false;
    }

    // The runtime refuses to normalise U+FFFE, which X's count must see in order to refuse it.
    static string Normal(string text) => text.Contains('\ufffe', StringComparison.Ordinal)
        ? string.Join('\ufffe', text.Split('\ufffe').Select(part => part.Normalize()))
        : text.Normalize();
}
