using System.Collections.Frozen;

namespace Engagement.Platform.Text;

/// <summary>
/// The top-level domains that X knows, as it froze them in 2020. A newer one makes no link there, so this list must not grow by itself.
/// </summary>
static class TopLevelDomains
{
    const int Longest = 18;

    static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Names =
        Read().ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>
    /// Where the top-level domain that starts at an index ends; 0 where none starts there. It need not reach the next dot, because
    /// people write on without a space: <c>example.comです</c>.
    /// </summary>
    public static int End(string text, int start)
    {
        if (text.AsSpan(start).StartsWith("xn--", StringComparison.OrdinalIgnoreCase))
        {
            return Punycode(text, start + 4);
        }

        var letters = start;
        while (letters < text.Length && letters < start + Longest && (char.IsAsciiLetter(text[letters]) || text[letters] > '\u007f'))
        {
            letters++;
        }

        for (var end = letters; end > start + 1; end--)
        {
            if (MayEndAt(text, end) && Names.Contains(text.AsSpan(start, end - start)))
            {
                return end;
            }
        }

        return 0;
    }

    static int Punycode(string text, int start)
    {
        var end = start;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '-'))
        {
            end++;
        }

        return end > start ? end : 0;
    }

    // john.doe.jp@mail.com holds no link, nor does domain.com-and-so-on.
    static bool MayEndAt(string text, int end) =>
        end == text.Length || !(char.IsAsciiLetterOrDigit(text[end]) || text[end] is '@' or '+' or '-');

    static IEnumerable<string> Read()
    {
        using var stream = typeof(TopLevelDomains).Assembly.GetManifestResourceStream("Engagement.Platform.Text.TopLevelDomains.txt")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
