namespace Engagement.Counter.Buttons;

/// <summary>A place where a reader can share an article: one row of <c>targets.json</c>. Adding a network takes a row, no code.</summary>
/// <param name="Id">Its name in configuration, links, beacons and counts: lower-case letters, digits and <c>-</c>.</param>
/// <param name="Name">What readers call it. For devices, the English fallback of a translated label.</param>
/// <param name="Kind">How it is reached.</param>
sealed record ShareTarget(string Id, string Name, TargetKind Kind)
{
    /// <summary>Under which name its clicks count: its id, and for a presence of the site's own the network's.</summary>
    public string CountedAs => Kind == TargetKind.Follow && Url is not null ? Id["follow-".Length..] : Id;

    /// <summary>The address with <c>{title}</c>, <c>{url}</c>, <c>{image}</c>, and for a picker <c>{server}</c>. Null for devices.</summary>
    public string? Url { get; init; }

    /// <summary>The longest text that the target takes, in <see cref="Unit"/>s. Null where it has no limit of its own.</summary>
    public int? Limit { get; init; }

    /// <summary>What <see cref="Limit"/> counts.</summary>
    public TextUnit Unit { get; init; }

    /// <summary>True where the article's URL is part of the text that <see cref="Limit"/> counts.</summary>
    public bool CountsUrl { get; init; }

    /// <summary>The longest whole address, in characters, that programs take.</summary>
    public int Longest { get; init; } = 8_000;

    /// <summary>True where it refuses an article without a picture: then it is not shown.</summary>
    public bool NeedsImage { get; init; }

    /// <summary>True where only a phone has the app: hidden on other devices.</summary>
    public bool MobileOnly { get; init; }

    /// <summary>Its sign: the strokes of an SVG path on a grid of 24. Our own drawing, at most 350 characters.</summary>
    public string Icon { get; init; } = "";

    /// <summary>When its documentation was last read.</summary>
    public DateOnly CheckedOn { get; init; }
}

/// <summary>How a target is reached.</summary>
enum TargetKind
{
    /// <summary>A web page of the network.</summary>
    Link,

    /// <summary>A web page on a server that the reader names first, on a page of ours.</summary>
    Picker,

    /// <summary>An app on the reader's device, by its own scheme.</summary>
    App,

    /// <summary>Something the reader's own device does, without any network.</summary>
    Device,

    /// <summary>The site's own presence elsewhere.</summary>
    Follow,
}

/// <summary>What a text limit counts.</summary>
enum TextUnit
{
    /// <summary>What a person sees as one character.</summary>
    Graphemes,

    /// <summary>X's weighted characters; a URL is 23.</summary>
    Weighted,
}
