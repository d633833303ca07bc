using System.Net;
using System.Text.RegularExpressions;

namespace Engagement.Intake.Articles;

/// <summary>Turns HTML from a feed or a page into one line of plain text: a post that shows <c>&amp;lt;b&amp;gt;</c> cannot be taken back.</summary>
static partial class Markup
{
    public static string ToText(string markup)
    {
        var visible = Hidden().Replace(markup, " ");
        var spaced = Block().Replace(visible, " ");
        return PlainText.Clean(WebUtility.HtmlDecode(Tag().Replace(spaced, "")));
    }

    [GeneratedRegex("<!--.*?-->|<(script|style|figcaption)\\b.*?</\\1\\s*>", RegexOptions.IgnoreCase | RegexOptions.Singleline, matchTimeoutMilliseconds: 2_000)]
    private static partial Regex Hidden();

    [GeneratedRegex("</?(?:p|div|br|li|ul|ol|tr|td|th|h[1-6]|section|article|blockquote)\\b[^<>]*>", RegexOptions.IgnoreCase)]
    private static partial Regex Block();

    /// <summary>A letter must follow: in "a &lt; b" the sign is meant.</summary>
    [GeneratedRegex("</?[A-Za-z][^<>]*>")]
    private static partial Regex Tag();
}
