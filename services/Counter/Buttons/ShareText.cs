using System.Globalization;
using System.Text;
using Engagement.Contracts;

namespace Engagement.Counter.Buttons;

/// <summary>Fills a target's address with an article: percent-encoded, the title cut to what the target takes, the URL never.</summary>
static class ShareText
{
    const int WeightOfUrl = 23;

    public static string Fill(ShareTarget target, Article article, string server = "")
    {
        var title = Fit(Clean(article.Title), Room(target, article.Url), target.Unit);
        var filled = Fill(target.Url!, title, article, server);
        while (filled.Length > target.Longest && title.Length > 0)
        {
            // A letter of any script takes up to 18, twice; so this comes down to the limit in a few rounds and never far below it.
            title = Fit(title, Math.Max(0, Graphemes(title) - 1 - (filled.Length - target.Longest) / 160), TextUnit.Graphemes);
            filled = Fill(target.Url!, title, article, server);
        }

        return filled;
    }

    /// <summary>Cuts a text at a word, else at a grapheme, so that it has at most so many units with its ellipsis.</summary>
    public static string Fit(string text, int room, TextUnit unit)
    {
        if (Length(text, unit) <= room)
        {
            return text;
        }

        var kept = new StringBuilder();
        var left = room - Length("…", unit);
        var graphemes = StringInfo.GetTextElementEnumerator(text);
        while (graphemes.MoveNext() && (left -= Length(graphemes.GetTextElement(), unit)) >= 0)
        {
            kept.Append(graphemes.GetTextElement());
        }

        var cut = kept.ToString();
        var word = cut.LastIndexOf(' ');
        // A script without spaces, or one very long word, is cut where the room ends.
        var whole = word > cut.Length / 2 && text[cut.Length] != ' ' ? cut[..word] : cut;
        return whole.Length == 0 ? "" : whole.TrimEnd(' ', ',', ';', ':', '-', '–', '—') + "…";
    }

    /// <summary>How long a text is, in a target's own units.</summary>
    public static int Length(string text, TextUnit unit) => unit == TextUnit.Weighted ? Weight(text) : Graphemes(text);

    static int Graphemes(string text) => new StringInfo(text).LengthInTextElements;

    static int Weight(string text)
    {
        var weight = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            weight += rune.Value is <= 4351 or >= 8192 and <= 8205 or >= 8208 and <= 8223 or >= 8242 and <= 8247 ? 1 : 2;
        }

        return weight;
    }

    static int Room(ShareTarget target, string url) => target switch
    {
        { Limit: null } => int.MaxValue,
        { CountsUrl: false } => target.Limit.Value,
        { Unit: TextUnit.Weighted } => target.Limit.Value - WeightOfUrl - 1,
        _ => Math.Max(0, target.Limit.Value - Graphemes(url) - 1),
    };

    static string Clean(string title) => string.Join(' ', title.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    static string Fill(string template, string title, Article article, string server) => template
        .Replace("{title}%20{url}", title.Length == 0 ? "{url}" : "{title}%20{url}", StringComparison.Ordinal)
        .Replace("{server}", server, StringComparison.Ordinal)
        .Replace("{image}", Uri.EscapeDataString(article.Image?.Url ?? ""), StringComparison.Ordinal)
        .Replace("{url}", Uri.EscapeDataString(article.Url), StringComparison.Ordinal)
        .Replace("{title}", Uri.EscapeDataString(title), StringComparison.Ordinal);
}
