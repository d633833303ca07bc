namespace Engagement.Platform.Text;

/// <summary>What may follow the host of a link: port, path and query, without the punctuation that ends the sentence.</summary>
static class UrlTail
{
    const string PathSigns = "!*';:=+,.$/%#[]-\u2013_~@|&";
    const string PathEndSigns = "+-=_#/";
    const string QuerySigns = "!?*'@();:&=+$/%#[]-_.,~|";
    const string QueryEndSigns = "-_&=#/";

    /// <summary>Where port, path and query end after the host that ended at an index.</summary>
    /// <param name="text">The text.</param>
    /// <param name="hostEnd">Where the host ended.</param>
    /// <param name="hasPath">Whether there is a path: a link without scheme is more than its host only then.</param>
    public static int End(string text, int hostEnd, out bool hasPath)
    {
        var end = PortEnd(text, hostEnd);
        hasPath = end < text.Length && text[end] == '/';
        return QueryEnd(text, hasPath ? PathEnd(text, end + 1) : end);
    }

    /// <summary>Where a query that starts at an index ends; the index itself where none starts there.</summary>
    public static int QueryEnd(string text, int start)
    {
        if (start >= text.Length || text[start] != '?')
        {
            return start;
        }

        var end = start;
        for (var i = start + 1; i < text.Length && (char.IsAsciiLetterOrDigit(text[i]) || Has(QuerySigns, text[i])); i++)
        {
            if (char.IsAsciiLetterOrDigit(text[i]) || Has(QueryEndSigns, text[i]))
            {
                end = i + 1;
            }
        }

        return end;
    }

    static int PortEnd(string text, int start)
    {
        var end = start + 1;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
        {
            end++;
        }

        return start < text.Length && text[start] == ':' && end > start + 1 ? end : start;
    }

    static int PathEnd(string text, int start)
    {
        var end = start;
        for (var i = start; i < text.Length;)
        {
            if (text[i] == '(' && ParenthesesEnd(text, i, depth: 2) is > 0 and var closed)
            {
                end = i = closed;
            }
            else if (IsPathLetter(text[i]) || Has(PathSigns, text[i]))
            {
                end = IsPathLetter(text[i]) || Has(PathEndSigns, text[i]) ? i + 1 : end;
                i++;
            }
            else
            {
                break;
            }
        }

        return end;
    }

    // Primer_(film) and a_(b_(c)) belong to a path; a lone parenthesis belongs to the sentence.
    static int ParenthesesEnd(string text, int start, int depth)
    {
        var i = start + 1;
        while (i < text.Length && text[i] != ')')
        {
            if (IsPathLetter(text[i]) || Has(PathSigns, text[i]))
            {
                i++;
            }
            else if (text[i] == '(' && depth > 1 && ParenthesesEnd(text, i, depth - 1) is > 0 and var inner)
            {
                (i, depth) = (inner, 1);
            }
            else
            {
                return 0;
            }
        }

        return i < text.Length && i > start + 1 ? i + 1 : 0;
    }

    static bool IsPathLetter(char c) =>
        char.IsAsciiLetterOrDigit(c) || c is >= '\u0400' and <= '\u04ff' || Letters.IsAccentedLatin(c);

    static bool Has(string signs, char c) => signs.Contains(c, StringComparison.Ordinal);
}
