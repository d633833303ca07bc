using System.Buffers;

namespace Engagement.Platform.Text;

/// <summary>Finds the accounts (and lists) that X makes out of a text and notifies.</summary>
static class Mentions
{
    const int LongestName = 20;
    const int LongestList = 25;

    static readonly SearchValues<char> Signs = SearchValues.Create("@＠");

    /// <summary>All mentions, in the order of the text; a list's value is <c>name/list</c>.</summary>
    public static List<TextEntity> In(string text)
    {
        var found = new List<TextEntity>();
        for (var (sign, floor) = (Next(text, 0), 0); sign >= 0; sign = Next(text, sign + 1))
        {
            var name = NameEnd(text, sign + 1);
            var end = ListEnd(text, name);
            if (name == sign + 1 || !MayFollow(text, sign, floor))
            {
                continue;
            }

            // A refused name uses up its sign all the same: of @one@two neither is a mention.
            floor = end;
            if (!IsBroken(text.AsSpan(end)))
            {
                found.Add(new TextEntity(TextEntityKind.Mention, sign, end, text[(sign + 1)..end]));
            }
        }

        return found;
    }

    /// <summary>The account that a text answers, because it starts with a mention; null where it answers nobody.</summary>
    public static string? Answered(string text) =>
        In(text.TrimStart()) is [{ Start: 0 } first, ..] ? first.Value.Split('/')[0] : null;

    static int Next(string text, int from)
    {
        var next = text.AsSpan(from).IndexOfAny(Signs);
        return next < 0 ? -1 : from + next;
    }

    static int NameEnd(string text, int start)
    {
        var end = start;
        while (end < text.Length && end - start < LongestName && Letters.IsAsciiWord(text[end]))
        {
            end++;
        }

        return end;
    }

    static int ListEnd(string text, int name)
    {
        if (name + 1 >= text.Length || text[name] != '/' || !char.IsAsciiLetter(text[name + 1]))
        {
            return name;
        }

        var end = name + 1;
        while (end < text.Length && end - name <= LongestList && (Letters.IsAsciiWord(text[end]) || text[end] == '-'))
        {
            end++;
        }

        return end;
    }

    static bool MayFollow(string text, int sign, int floor)
    {
        if (sign == 0)
        {
            return true;
        }

        var before = text[sign - 1];
        return sign > floor && !(Letters.IsAsciiWord(before) || before is '!' or '#' or '$' or '%' or '&' or '*' or '@' or '＠')
            || IsRepost(text.AsSpan(0, sign));
    }

    // "RT@name" is how people quoted before there was a button for it.
    static bool IsRepost(ReadOnlySpan<char> before)
    {
        before = before is [.., ':'] ? before[..^1] : before;
        return before.EndsWith("rt", StringComparison.OrdinalIgnoreCase)
            && (before.Length == 2 || !(Letters.IsAsciiWord(before[^3]) || before[^3] is '+' or '~' or '.' or '-'));
    }

    static bool IsBroken(ReadOnlySpan<char> after) =>
        after is ['@' or '＠', ..] || (after.Length > 0 && Letters.IsAccentedLatin(after[0])) || after.StartsWith("://", StringComparison.Ordinal);
}
