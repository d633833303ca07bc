using System.Buffers;
using System.Text;

namespace Engagement.Platform.Text;

/// <summary>Finds the hashtags that X makes out of a text. Those inside links are not taken out here.</summary>
static class Hashtags
{
    static readonly SearchValues<char> Signs = SearchValues.Create("#＃");

    /// <summary>All hashtags, in the order of the text.</summary>
    public static List<TextEntity> In(string text)
    {
        var found = new List<TextEntity>();
        for (var sign = Next(text, 0); sign >= 0; sign = Next(text, sign + 1))
        {
            var end = End(text, sign + 1);
            if (end > 0 && MayFollow(text, sign) && !IsBroken(text.AsSpan(end)))
            {
                found.Add(new TextEntity(TextEntityKind.Hashtag, sign, end, text[(sign + 1)..end]));
                sign = end - 1;
            }
        }

        return found;
    }

    static int Next(string text, int from)
    {
        var next = text.AsSpan(from).IndexOfAny(Signs);
        return next < 0 ? -1 : from + next;
    }

    // 0 where it is no hashtag: without a letter, or a keycap emoji (#️⃣).
    static int End(string text, int start)
    {
        if (start < text.Length && text[start] is '\ufe0f' or '\u20e3')
        {
            return 0;
        }

        var hasLetter = false;
        var end = start;
        while (end < text.Length && Rune.TryGetRuneAt(text, end, out var rune) && Letters.IsHashtagPart(rune))
        {
            hasLetter |= Letters.IsHashtagLetter(rune);
            end += rune.Utf16SequenceLength;
        }

        return hasLetter ? end : 0;
    }

    static bool MayFollow(string text, int sign) =>
        Rune.DecodeLastFromUtf16(text.AsSpan(0, sign), out var before, out _) != OperationStatus.Done
        || before.Value is 0xfe0e or 0xfe0f
        || !(before.Value is '&' or '#' or '＃' || Letters.IsHashtagPart(before));

    static bool IsBroken(ReadOnlySpan<char> after) => after is ['#' or '＃', ..] || after.StartsWith("://", StringComparison.Ordinal);
}
