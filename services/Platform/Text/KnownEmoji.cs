using System.Text;

namespace Engagement.Platform.Text;

/// <summary>
/// The emoji that X's published library knows, which stopped at Unicode 11 (2018). It counts a newer sequence by its parts, so that some
/// emoji weigh up to 11 there. X's own page says that every emoji weighs 2; which of both a server does cannot be seen from outside, so
/// the length by this list is kept as the guard under which a text is cut.
/// </summary>
static class KnownEmoji
{
    const string Joiner = "\u200d";
    const char PictureStyle = '\ufe0f';

    // In the first plane, the pictographs that are emoji; in the second, those that are pictures only with the style after them.
    static readonly int[] Styled = Ranges("""
        a9 ae 203c 2049 2122 2139 2194-2199 21a9-21aa 231a-231b 2328 23cf 23e9-23f3 23f8-23fa 24c2 25aa-25ab 25b6 25c0 25fb-25fe 2600-2604
        260e 2611 2614-2615 2618 261d 2620 2622-2623 2626 262a 262e-262f 2638-263a 2640 2642 2648-2653 265f-2660 2663 2665-2666 2668 267b
        267e-267f 2692-2697 2699 269b-269c 26a0-26a1 26aa-26ab 26b0-26b1 26bd-26be 26c4-26c5 26c8 26ce-26cf 26d1 26d3-26d4 26e9-26ea
        26f0-26f5 26f7-26fa 26fd 2702 2705 2708-270d 270f 2712 2714 2716 271d 2721 2728 2733-2734 2744 2747 274c 274e 2753-2755 2757
        2763-2764 2795-2797 27a1 27b0 27bf 2934-2935 2b05-2b07 2b1b-2b1c 2b50 2b55 3030 303d 3297 3299
        1f004 1f170-1f171 1f17e-1f17f 1f202 1f21a 1f22f 1f237 1f321 1f324-1f32c 1f336 1f37d 1f396-1f397 1f399-1f39b 1f39e-1f39f 1f3cb-1f3ce
        1f3d4-1f3df 1f3f3 1f3f5 1f3f7 1f43f 1f441 1f4fd 1f549-1f54a 1f56f-1f570 1f573-1f579 1f587 1f58a-1f58d 1f590 1f5a5 1f5a8 1f5b1-1f5b2
        1f5bc 1f5c2-1f5c4 1f5d1-1f5d3 1f5dc-1f5de 1f5e1 1f5e3 1f5e8 1f5ef 1f5f3 1f5fa 1f6cb 1f6cd-1f6cf 1f6e0-1f6e5 1f6e9 1f6f0 1f6f3
        """);

    // Those that take a colour of skin.
    static readonly int[] Coloured = Ranges("""
        261d 26f9 270a-270d 1f385 1f3c2-1f3c4 1f3c7 1f3ca-1f3cc 1f442-1f443 1f446-1f450 1f466-1f469 1f46e 1f470-1f478 1f47c 1f481-1f483
        1f485-1f487 1f4aa 1f574-1f575 1f57a 1f590 1f595-1f596 1f645-1f647 1f64b-1f64f 1f6a3 1f6b4-1f6b6 1f6c0 1f6cc 1f918-1f91c 1f91e-1f91f
        1f926 1f930-1f939 1f93d-1f93e 1f9b5-1f9b6 1f9b8-1f9b9 1f9d1-1f9dd
        """);

    // Those that become a woman or a man by the sign after a joiner.
    static readonly int[] Gendered = Ranges("""
        26f9 1f3c3-1f3c4 1f3ca-1f3cc 1f46e-1f46f 1f471 1f473 1f477 1f481-1f482 1f486-1f487 1f575 1f645-1f647 1f64b 1f64d-1f64e 1f6a3
        1f6b4-1f6b6 1f926 1f937-1f939 1f93c-1f93e 1f9b8-1f9b9 1f9d6-1f9df
        """);

    // What a man or a woman may be after a joiner: trades, and kinds of hair.
    static readonly int[] Roles = Ranges("""
        2695-2696 2708 1f33e 1f373 1f393 1f3a4 1f3a8 1f3eb 1f3ed 1f4bb-1f4bc 1f527 1f52c 1f680 1f692 1f9b0-1f9b3
        """);

    static readonly string[] Whole =
    [
        "🏳️‍🌈", "🏴‍☠️", "👁️‍🗨️", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "🏴󠁧󠁢󠁷󠁬󠁳󠁿", "👨‍❤️‍💋‍👨", "👩‍❤️‍💋‍👨", "👩‍❤️‍💋‍👩", "👨‍❤️‍👨", "👩‍❤️‍👨", "👩‍❤️‍👩",
        "👨‍👩‍👧‍👦", "👨‍👩‍👦‍👦", "👨‍👩‍👧‍👧", "👨‍👨‍👧‍👦", "👨‍👨‍👦‍👦", "👨‍👨‍👧‍👧", "👩‍👩‍👧‍👦", "👩‍👩‍👦‍👦", "👩‍👩‍👧‍👧",
        "👨‍👩‍👦", "👨‍👩‍👧", "👨‍👨‍👦", "👨‍👨‍👧", "👩‍👩‍👦", "👩‍👩‍👧", "👨‍👧‍👦", "👨‍👦‍👦", "👨‍👧‍👧", "👩‍👧‍👦", "👩‍👦‍👦", "👩‍👧‍👧",
        "👨‍👦", "👨‍👧", "👩‍👦", "👩‍👧",
    ];

    /// <summary>How many UTF-16 units the emoji of the list that starts at an index takes; 0 where none starts there.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">An index at which <see cref="Emoji.Length"/> found an emoji, or the rest of one.</param>
    public static int Length(string text, int start)
    {
        var first = Emoji.At(text, start);
        if (first < 128 || Emoji.IsRegion(first))
        {
            return Emoji.Length(text, start);
        }

        if (!Emoji.IsPictograph(first) && !Emoji.IsSkin(first))
        {
            return 0;
        }

        if (Whole.FirstOrDefault(sequence => text.AsSpan(start).StartsWith(sequence, StringComparison.Ordinal)) is { } known)
        {
            return known.Length;
        }

        var end = BaseEnd(text, start, first);
        return end == start ? 0 : JoinedEnd(text, end, first) - start;
    }

    static int BaseEnd(string text, int start, int first)
    {
        var end = start + new Rune(first).Utf16SequenceLength;
        if (Emoji.IsSkin(Emoji.At(text, end)) && Has(Coloured, first))
        {
            return end + 2;
        }

        var isStyled = end < text.Length && text[end] == PictureStyle && Has(Styled, first);
        return isStyled ? end + 1 : first is 0xa9 or 0xae ? start : end;
    }

    static int JoinedEnd(string text, int end, int first)
    {
        var role = Emoji.At(text, end + 1);
        var fits = text.AsSpan(end).StartsWith(Joiner, StringComparison.Ordinal)
            && (role is 0x2640 or 0x2642 ? Has(Gendered, first) : first is 0x1f468 or 0x1f469 && Has(Roles, role));
        if (!fits)
        {
            return end;
        }

        end += 1 + new Rune(role).Utf16SequenceLength;
        return end < text.Length && text[end] == PictureStyle && role <= char.MaxValue ? end + 1 : end;
    }

    static bool Has(int[] sorted, int point) => Array.BinarySearch(sorted, point) >= 0;

    static int[] Ranges(string list) => [.. list.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).SelectMany(range =>
    {
        var ends = range.Split('-').Select(end => Convert.ToInt32(end, 16)).ToArray();
        return Enumerable.Range(ends[0], ends[^1] - ends[0] + 1);
    }).Order()];
}
