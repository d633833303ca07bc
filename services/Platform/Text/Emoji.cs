using System.Collections;
using System.Globalization;
using System.Text;

namespace Engagement.Platform.Text;

/// <summary>
/// Finds emoji as a reader sees them: one picture, however many code points it is made of. What is a picture is asked of the runtime's
/// own tables, in which also the places of future emoji are marked, so next year's count as one without a change here.
/// </summary>
static class Emoji
{
    const int Joiner = 0x200d;
    const int PictureStyle = 0xfe0f;
    const int Keycap = 0x20e3;
    const int EndOfTags = 0xe007f;

    // All pictographs lie below these bounds, in the first and the second plane.
    const int FirstPlaneEnd = 0x3300;
    const int SecondPlaneStart = 0x1f000;
    const int SecondPlaneEnd = 0x1fffe;

    // Pictographs below are letters such as © unless the style after them says otherwise.
    const int AlwaysWide = 0x1100;

    static readonly BitArray Pictographs = Learn();

    /// <summary>How many UTF-16 units the emoji that starts at an index takes; 0 where none starts there.</summary>
    public static int Length(string text, int start)
    {
        // Nearly all of a text is letters, and this is asked at each of them.
        if (text[start] is < '0' and not ('#' or '*') or (> '9' and < '\u00a9'))
        {
            return 0;
        }

        var first = At(text, start);
        if (first < AlwaysWide)
        {
            return first is '#' or '*' or (>= '0' and <= '9') ? KeycapLength(text, start)
                : IsPictograph(first) && At(text, start + 1) == PictureStyle ? PictureEnd(text, start) - start : 0;
        }

        return IsRegion(first) ? IsRegion(At(text, start + 2)) ? 4 : 0
            : IsPictograph(first) ? PictureEnd(text, start) - start : 0;
    }

    /// <summary>Whether a code point is a pictograph, or reserved for one.</summary>
    public static bool IsPictograph(int point) =>
        point < FirstPlaneEnd ? point >= 0 && Pictographs[point]
        : point is >= SecondPlaneStart and < SecondPlaneEnd && Pictographs[FirstPlaneEnd + point - SecondPlaneStart];

    /// <summary>One of the letters of which flags are made, two and two.</summary>
    public static bool IsRegion(int point) => point is >= 0x1f1e6 and <= 0x1f1ff;

    /// <summary>One of the five colours of skin.</summary>
    public static bool IsSkin(int point) => point is >= 0x1f3fb and <= 0x1f3ff;

    /// <summary>The code point at an index, or -1.</summary>
    public static int At(string text, int index) =>
        index < text.Length && Rune.TryGetRuneAt(text, index, out var rune) ? rune.Value : -1;

    static int KeycapLength(string text, int start) =>
        At(text, start + 1) == Keycap ? 2 : At(text, start + 1) == PictureStyle && At(text, start + 2) == Keycap ? 3 : 0;

    static int PictureEnd(string text, int start)
    {
        while (true)
        {
            start += Units(At(text, start));
            start += At(text, start) == PictureStyle ? 1 : 0;
            start += IsSkin(At(text, start)) ? 2 : 0;
            start += At(text, start) == PictureStyle ? 1 : 0;
            start = TagsEnd(text, start);
            if (At(text, start) != Joiner || !IsPictograph(At(text, start + 1)))
            {
                return start;
            }

            start++;
        }
    }

    // The flags of England, Scotland and Wales are a black flag and invisible letters.
    static int TagsEnd(string text, int start)
    {
        var end = start;
        while (At(text, end) is >= 0xe0020 and < EndOfTags)
        {
            end += 2;
        }

        return end > start && At(text, end) == EndOfTags ? end + 2 : start;
    }

    static int Units(int point) => point > char.MaxValue ? 2 : 1;

    // There is no API for "extended pictographic"; but only pictographs hold together around a joiner.
    static BitArray Learn()
    {
        var known = new BitArray(FirstPlaneEnd + SecondPlaneEnd - SecondPlaneStart);
        for (var i = 0; i < known.Length; i++)
        {
            var point = i < FirstPlaneEnd ? i : SecondPlaneStart + i - FirstPlaneEnd;
            var joined = char.ConvertFromUtf32(point) + "\u200d\U0001f600";
            known[i] = StringInfo.GetNextTextElementLength(joined) == joined.Length;
        }

        return known;
    }
}
