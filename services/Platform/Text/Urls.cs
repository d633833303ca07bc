namespace Engagement.Platform.Text;

/// <summary>Finds the links that X makes out of a text, whether anybody meant them (<c>ASP.NET</c>) or not.</summary>
static class Urls
{
    const string ShortenerHost = "t.co/";
    const int LongestShortener = 40;
    const int LongestUrl = 4096;

    /// <summary>All links, in the order of the text.</summary>
    public static List<TextEntity> In(string text)
    {
        var found = new List<TextEntity>();
        var floor = 0;
        Hostname? run = null;
        for (var start = text.Contains('.', StringComparison.Ordinal) ? 0 : text.Length; start < text.Length; start++)
        {
            if ((start == 0 || start > floor) && (start == 0 || MayPrecede(text[start - 1])) && Match(text, start, ref run) is { } match)
            {
                found.AddRange(match.HasScheme ? WithScheme(text, match) : WithoutScheme(text, match));
                floor = match.End;
                start = match.End - 1;
            }
        }

        return found;
    }

    readonly record struct Candidate(int Start, int Host, int HostEnd, bool HasPath, int End)
    {
        public bool HasScheme => Host > Start;
    }

    static Candidate? Match(string text, int start, ref Hostname? run)
    {
        var host = start + SchemeLength(text.AsSpan(start));
        if (host >= text.Length || !Hostname.IsHostLetter(text[host]))
        {
            return null;
        }

        if (run is null || host < run.Start || host >= run.End)
        {
            run = Hostname.At(text, host);
        }

        var hostEnd = run.HostEnd(host);
        return hostEnd == 0 ? null : new Candidate(start, host, hostEnd, default, default) with
        {
            End = UrlTail.End(text, hostEnd, out var hasPath),
            HasPath = hasPath,
        };
    }

    static int SchemeLength(ReadOnlySpan<char> text) =>
        text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? 7
        : text.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? 8 : 0;

    static IEnumerable<TextEntity> WithScheme(string text, Candidate match)
    {
        var (start, end) = (match.Start, match.End);
        if (!IsPossible(text, match))
        {
            return [];
        }

        if (ShortenerEnd(text, match) is > 0 and var slugEnd)
        {
            if (slugEnd - match.Host - ShortenerHost.Length > LongestShortener)
            {
                return [];
            }

            end = UrlTail.QueryEnd(text, slugEnd);
        }

        return [new TextEntity(TextEntityKind.Url, start, end, text[start..end])];
    }

    // Within letters of other scripts every ASCII host is a link of its own: 日本example.com中国t.co/abc holds two.
    static List<TextEntity> WithoutScheme(string text, Candidate match)
    {
        var found = new List<TextEntity>();
        if (!IsPossible(text, match) || (match.Start > 0 && text[match.Start - 1] is '-' or '_' or '.' or '/'))
        {
            return found;
        }

        for (var start = match.Start; AsciiHost(text, start, match.HostEnd) is ( >= 0, var end) and var (first, _); start = end)
        {
            found.Add(new TextEntity(TextEntityKind.Url, first, end, text[first..end]));
        }

        if (match.HasPath && found.Count > 0)
        {
            var last = found[^1];
            var value = string.Concat(text.AsSpan(last.Start, last.End - last.Start), text.AsSpan(match.HostEnd, match.End - match.HostEnd));
            found[^1] = last with { End = match.End, Value = value };
        }

        return found;
    }

    static (int Start, int End) AsciiHost(string text, int from, int limit)
    {
        for (var start = from; start < limit; start++)
        {
            var found = 0;
            for (var (label, i) = (start, start); i < limit && (IsAsciiHostLetter(text[i]) || text[i] == '.'); i++)
            {
                if (text[i] == '.' && i == label)
                {
                    break;
                }

                if (text[i] == '.')
                {
                    label = i + 1;
                    found = TopLevelDomains.End(text, label) is > 0 and var end && end <= limit ? end : found;
                }
            }

            if (found > 0)
            {
                return (start, found);
            }
        }

        return (-1, 0);
    }

    static bool IsAsciiHostLetter(char c) => char.IsAsciiLetterOrDigit(c) || c == '-' || Letters.IsAccentedLatin(c);

    static bool IsPossible(string text, Candidate match) =>
        match.End - match.Start + (match.HasScheme ? 0 : "https://".Length) <= LongestUrl
        && Hostname.IsEncodable(text.AsSpan(match.Host, match.HostEnd - match.Host));

    static int ShortenerEnd(string text, Candidate match)
    {
        var rest = text.AsSpan(match.Host);
        if (!rest.StartsWith(ShortenerHost, StringComparison.OrdinalIgnoreCase))
        {
            return 0;
        }

        var length = ShortenerHost.Length;
        while (length < rest.Length && char.IsAsciiLetterOrDigit(rest[length]))
        {
            length++;
        }

        return length > ShortenerHost.Length ? match.Host + length : 0;
    }

    static bool MayPrecede(char c) => !(char.IsAsciiLetterOrDigit(c) || c is '@' or '＠' or '$' or '#' or '＃' || Letters.IsForbidden(c));
}
