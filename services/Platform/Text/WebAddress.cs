using System.Globalization;

namespace Engagement.Platform.Text;

/// <summary>
/// Whether all of a text is one web address that X would link. Stricter than <see cref="Uri"/>, which mends and accepts much that no
/// network makes a link.
/// </summary>
public static class WebAddress
{
    const string Unreserved = "-._~";
    const string Delimiters = "!$&'()*+,;=";

    /// <summary>Judges a text.</summary>
    /// <param name="text">The text, without spaces at its ends.</param>
    /// <param name="needsScheme">False where <c>example.org/a</c> will do.</param>
    public static bool IsValid(string text, bool needsScheme = true)
    {
        var rest = text.AsSpan();
        var scheme = rest.IndexOf("://", StringComparison.Ordinal);
        if (scheme >= 0)
        {
            var name = rest[..scheme];
            rest = name.Equals("http", StringComparison.OrdinalIgnoreCase) || name.Equals("https", StringComparison.OrdinalIgnoreCase)
                ? rest[(scheme + 3)..] : [];
        }

        var end = rest.IndexOfAny('/', '?', '#');
        var authority = end < 0 ? rest : rest[..end];
        return (scheme > 0 || !needsScheme) && IsAuthority(authority) && IsTail(end < 0 ? [] : rest[end..]);
    }

    static bool IsAuthority(ReadOnlySpan<char> authority)
    {
        var user = authority.LastIndexOf('@');
        if (user >= 0 && !All(authority[..user], Unreserved + Delimiters + ":"))
        {
            return false;
        }

        var host = authority[(user + 1)..];
        var bracket = host.LastIndexOf(']');
        var colon = host[(bracket + 1)..].LastIndexOf(':') is >= 0 and var found ? found + bracket + 1 : -1;
        var port = colon < 0 ? [] : host[(colon + 1)..];
        host = colon < 0 ? host : host[..colon];
        return (colon < 0 || (port.Length is > 0 and <= 5 && !port.ContainsAnyExceptInRange('0', '9')))
            && (host is ['[', .., ']'] ? IsVersion6(host[1..^1]) : IsVersion4(host) || IsName(host));
    }

    static bool IsVersion6(ReadOnlySpan<char> host) => host.Contains(':') && !host.ContainsAnyExcept("0123456789abcdefABCDEF:.");

    static bool IsVersion4(ReadOnlySpan<char> host)
    {
        var count = 0;
        foreach (var part in host.Split('.'))
        {
            count += byte.TryParse(host[part], NumberStyles.None, CultureInfo.InvariantCulture, out _) ? 1 : 5;
        }

        return count == 4;
    }

    // Letters of other scripts count as letters; only names left of the domain may hold an underscore; the last one starts with a letter.
    static bool IsName(ReadOnlySpan<char> host)
    {
        var labels = new List<(string Text, bool IsSound)>();
        foreach (var range in host.Split('.'))
        {
            var label = host[range];
            labels.Add((label.ToString(), label.Length > 0 && IsLetter(label[0]) && IsLetter(label[^1]) && All(label, "-_", isEscapeAllowed: false)));
        }

        return labels.Count > 1 && labels.All(label => label.IsSound) && !char.IsAsciiDigit(labels[^1].Text[0])
            && !labels[^1].Text.Contains('_', StringComparison.Ordinal) && !labels[^2].Text.Contains('_', StringComparison.Ordinal);
    }

    static bool IsTail(ReadOnlySpan<char> tail)
    {
        var fragment = tail.IndexOf('#');
        return All(fragment < 0 ? tail : tail[..fragment], Unreserved + Delimiters + "/?:|@")
            && (fragment < 0 || All(tail[(fragment + 1)..], Unreserved + Delimiters + "/?:|@"));
    }

    static bool All(ReadOnlySpan<char> text, string signs, bool isEscapeAllowed = true)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var isEscape = isEscapeAllowed && text[i] == '%' && i + 2 < text.Length
                && char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2]);
            if (!isEscape && !IsLetter(text[i]) && !signs.Contains(text[i], StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    static bool IsLetter(char c) => char.IsAsciiLetterOrDigit(c) || (c > '\u007f' && !Letters.IsSpace(c) && !Letters.IsForbidden(c));
}
