using System.Text.RegularExpressions;

namespace Engagement.Fakes.X;

/// <summary>What X counts in a text: the published weights (configuration v3 without its emoji discount), links by their scheme.</summary>
static partial class TextRules
{
    const int LinkLength = 23;

    public static IEnumerable<(int Start, int Length)> Links(string text) => Link().Matches(text).Select(match => (match.Index, match.Length));

    public static int Length(string text)
    {
        var links = Links(text).ToList();
        var rest = Link().Replace(text.Normalize(), "");
        return (LinkLength * links.Count) + rest.EnumerateRunes().Sum(rune => IsLight(rune.Value) ? 1 : 2);
    }

    public static bool HasInvalidCharacter(string text) => text.AsSpan().ContainsAny('\uFFFE', '\uFEFF', '\uFFFF');

    public static int Cashtags(string text) => Cashtag().Count(text);

    static bool IsLight(int point) => point is <= 0x10FF or (>= 0x2000 and <= 0x200D) or (>= 0x2010 and <= 0x201F) or (>= 0x2032 and <= 0x2037);

    [GeneratedRegex(@"https?://[^\s<>""]+[^\s<>"".,;:!?)]", RegexOptions.IgnoreCase)]
    private static partial Regex Link();

    [GeneratedRegex(@"(?<=^|\s)\$[a-z]{1,6}(?:[._][a-z]{1,2})?(?![\w$])", RegexOptions.IgnoreCase)]
    private static partial Regex Cashtag();
}
