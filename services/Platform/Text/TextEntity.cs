namespace Engagement.Platform.Text;

/// <summary>What X makes of a part of a text.</summary>
public enum TextEntityKind
{
    /// <summary>A link, with or without a scheme; it weighs as much as every other link.</summary>
    Url,

    /// <summary><c>#word</c></summary>
    Hashtag,

    /// <summary><c>$SYMBOL</c></summary>
    Cashtag,

    /// <summary><c>@name</c></summary>
    Mention,
}

/// <summary>A part of a text that X makes into a link.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Where it starts, its sign included, in UTF-16 units.</param>
/// <param name="End">Where the text goes on after it, in UTF-16 units.</param>
/// <param name="Value">The URL as written; or the tag, symbol or name without its sign (a list as <c>name/list</c>).</param>
public readonly record struct TextEntity(TextEntityKind Kind, int Start, int End, string Value);
