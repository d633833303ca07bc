namespace Engagement.Platform.Text;

/// <summary>Finds the stock symbols that X makes out of a text. It refuses a post with two of them.</summary>
static class Cashtags
{
    const int LongestSymbol = 6;
    const int LongestSuffix = 2;

    /// <summary>All cashtags, in the order of the text.</summary>
    public static List<TextEntity> In(string text)
    {
        var found = new List<TextEntity>();
        for (var sign = text.IndexOf('$', StringComparison.Ordinal); sign >= 0; sign = text.IndexOf('$', sign + 1))
        {
            if ((sign == 0 || Letters.IsSpace(text[sign - 1])) && End(text, sign + 1) is > 0 and var end)
            {
                found.Add(new TextEntity(TextEntityKind.Cashtag, sign, end, text[(sign + 1)..end]));
            }
        }

        return found;
    }

    static int End(string text, int start)
    {
        var symbol = LettersFrom(text, start);
        if (symbol - start is 0 or > LongestSymbol)
        {
            return 0;
        }

        if (symbol < text.Length && text[symbol] is '.' or '_')
        {
            var suffix = LettersFrom(text, symbol + 1);
            if (suffix - symbol - 1 is > 0 and <= LongestSuffix && MayEndAt(text, suffix))
            {
                return suffix;
            }
        }

        return MayEndAt(text, symbol) ? symbol : 0;
    }

    static int LettersFrom(string text, int start)
    {
        while (start < text.Length && char.IsAsciiLetter(text[start]))
        {
            start++;
        }

        return start;
    }

    static bool MayEndAt(string text, int end) => end == text.Length || Letters.IsSpace(text[end]) || Letters.IsPunctuation(text[end]);
}
