using System.Text;
using Engagement.Platform.Text;

namespace Engagement.Publisher.Text;

/// <summary>Makes the site's tags into hashtags that X takes as one: <c>Missile Defense</c> is <c>#MissileDefense</c>, in any script.</summary>
sealed class HashtagWords
{
    static readonly (string Tag, string Hashtag)[] Own =
        [("C#", "CSharp"), ("C++", "Cpp"), ("F#", "FSharp"), (".NET", "DotNet"), ("ASP.NET", "AspNet"), ("Node.js", "NodeJS")];

    readonly Dictionary<string, string> aliases = new(StringComparer.OrdinalIgnoreCase);

    public HashtagWords(TextOptions options)
    {
        foreach (var (tag, hashtag) in Own.Concat(options.HashtagAliases.Select(alias => (alias.Key, alias.Value))))
        {
            aliases[tag] = hashtag;
        }
    }

    /// <summary>The hashtag without its sign; null where the tag makes none: <c>2026</c> has no letter.</summary>
    public string? Of(string tag)
    {
        var clean = PostText.CleanLine(tag);
        var hashtag = aliases.TryGetValue(clean, out var alias) ? alias : Joined(clean);
        return IsWhole(hashtag) ? hashtag : null;
    }

    /// <summary>The hashtags of an article, the same only once, in the site's order.</summary>
    public IEnumerable<string> Of(IEnumerable<string> tags) =>
        tags.Select(Of).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase);

    static bool IsWhole(string hashtag) =>
        PostText.EntitiesOf("#" + hashtag) is [{ Kind: TextEntityKind.Hashtag } only] && only.Value == hashtag;

    /// <summary>Words joined with capitals: <c>nuclear issues</c> is <c>NuclearIssues</c>; capitals inside a word stay (<c>iPhone</c>).</summary>
    public static string Joined(string words)
    {
        var joined = new StringBuilder(words.Length);
        var startsWord = true;
        foreach (var rune in words.EnumerateRunes())
        {
            // An apostrophe belongs to its word: Women's is Womens.
            if (rune.Value is '\'' or '’')
            {
                continue;
            }

            if (Rune.IsLetterOrDigit(rune) || IsMark(rune, joined))
            {
                joined.Append(startsWord && Rune.IsLower(rune) && !IsCapitalInside(words) ? Capital(rune) : rune);
                startsWord = false;
            }
            else
            {
                startsWord = true;
            }
        }

        return joined.ToString().Trim('\u200c', '\u200d').Normalize();
    }

    // iPhone and eBay are written by people who know how; "missile Defense" is not.
    static bool IsCapitalInside(string words) =>
        !words.Contains(' ', StringComparison.Ordinal) && words.EnumerateRunes().Skip(1).Any(Rune.IsUpper);

    static bool IsMark(Rune rune, StringBuilder joined) => joined.Length > 0
        && PostText.EntitiesOf($"#a{rune}") is [{ Kind: TextEntityKind.Hashtag } only] && only.End == 2 + rune.Utf16SequenceLength;

    // Georgian has capitals only for whole words.
    static Rune Capital(Rune letter) => letter.Value is >= 0x10d0 and <= 0x10ff ? letter : Rune.ToUpperInvariant(letter);
}
