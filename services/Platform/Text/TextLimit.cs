using System.Globalization;
using System.Text;

namespace Engagement.Platform.Text;

/// <summary>How much text a network takes, and how it counts.</summary>
public sealed class TextLimit
{
    readonly Func<string, int> lengthOf;
    readonly int maxBytes;

    TextLimit(int max, Func<string, int> lengthOf, int maxBytes = int.MaxValue)
    {
        Max = max;
        this.lengthOf = lengthOf;
        this.maxBytes = maxBytes;
    }

    /// <summary>X: 280 by weight, by the more cautious of its two counts (see <see cref="MeasuredText.GuardLength"/>).</summary>
    public static TextLimit X { get; } = XUpTo(WeightRules.X.MaxLength);

    /// <summary>Bluesky: 300 graphemes and 3,000 bytes.</summary>
    public static TextLimit Bluesky { get; } = new(300, Graphemes.Count, maxBytes: 3000);

    /// <summary>Mastodon, unless its server says otherwise: 500 characters, of which a link takes 23.</summary>
    public static TextLimit Mastodon { get; } = new(500, CharactersWithShortLinks);

    /// <summary>Threads: 500 characters, of which a link takes 23.</summary>
    public static TextLimit Threads { get; } = new(500, CharactersWithShortLinks);

    /// <summary>The most that a text may have, in the units of <see cref="LengthOf"/>.</summary>
    public int Max { get; }

    /// <summary>X for an account that may write more.</summary>
    public static TextLimit XUpTo(int max) => new(max, text => PostText.Measure(text).GuardLength);

    /// <summary>The length of a text as this network counts it.</summary>
    public int LengthOf(string text) => lengthOf(text);

    /// <summary>Whether this network takes the text. An empty text fits.</summary>
    public bool Fits(string text) => lengthOf(text) <= Max && (maxBytes == int.MaxValue || Encoding.UTF8.GetByteCount(text) <= maxBytes);

    static int CharactersWithShortLinks(string text)
    {
        var links = PostText.EntitiesOf(text).Where(entity => entity.Kind == TextEntityKind.Url);
        return links.Aggregate(Graphemes.Count(text),
            (length, link) => length - new StringInfo(text[link.Start..link.End]).LengthInTextElements + WeightRules.X.UrlLength);
    }
}
