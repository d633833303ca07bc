using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Engagement.Counter.Buttons;

/// <summary>What all markup of ours shares.</summary>
static class Markup
{
    // Letters stay letters; only what means something in HTML is escaped.
    static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>Text, safe between tags and inside quoted attributes.</summary>
    public static string E(string? text) => Encoder.Encode(text ?? "");

    public static string Icon(string strokes) => $"""<svg class="ngm-i" viewBox="0 0 24 24" aria-hidden="true"><path d="{strokes}"/></svg>""";

    /// <summary>The sign of a saved article.</summary>
    public const string BookmarkStrokes = "M7 4h10v16l-5-4-5 4z";

    /// <summary>The sign of the list.</summary>
    public const string ListStrokes = "M12 15V4M8 7l4-4 4 4M6 11H5v10h14V11h-1";
}
