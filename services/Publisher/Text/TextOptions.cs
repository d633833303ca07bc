using System.ComponentModel.DataAnnotations;

namespace Engagement.Publisher.Text;

/// <summary>
/// <c>Engagement:X:Text</c>: how a post is worded. A template names <c>{title} {summary:120} {url} {tags:3} {section} {author} {date:d MMM}
/// {site} {meta:key}</c>, may filter (<c>{title|upper}</c>, <c>{section|camel}</c>, <c>{title|truncate:80}</c>) and choose
/// (<c>{if tag=Economy}Markets: {else}News: {end}</c>); <c>\n</c> starts a line, <c>{{</c> and <c>}}</c> are braces.
/// </summary>
public sealed class TextOptions
{
    /// <summary>The wording of every post that no other setting words. At most 1,000 characters. Default <c>{title} {tags} {url}</c>.</summary>
    [Required, StringLength(1000)]
    public string Template { get; init; } = "{title} {tags} {url}";

    /// <summary>
    /// Templates that take turns instead of <see cref="Template"/>. Which one an article gets follows from its id, so that it gets the
    /// same one again whenever it is worded again. Default: none.
    /// </summary>
    public IReadOnlyList<string> Variants { get; init; } = [];

    /// <summary>Templates by section, as the site writes it, in any case. They go before <see cref="Variants"/>. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Sections { get; init; } = new Dictionary<string, string>();

    /// <summary>Templates by occasion of a further post of the same article, such as <c>takingOff</c>. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Occasions { get; init; } = new Dictionary<string, string>();

    /// <summary>The most that a post may weigh. 50 to 25,000; more than 280 only for accounts that may. Default 280.</summary>
    [Range(50, 25_000)]
    public int MaxLength { get; init; } = 280;

    /// <summary>How many hashtags <c>{tags}</c> makes at most. 0 to 10. Default 3.</summary>
    [Range(0, 10)]
    public int Hashtags { get; init; } = 3;

    /// <summary>
    /// Hashtags for tags that would lose their meaning, such as <c>C#</c>; empty where a tag shall never be one. They are added to our own:
    /// C# CSharp, C++ Cpp, F# FSharp, .NET DotNet, ASP.NET AspNet, Node.js NodeJS.
    /// </summary>
    public IReadOnlyDictionary<string, string> HashtagAliases { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// True: what X would take for a link (<c>Booking.com</c>, at the price of one), a mention or a second cashtag in a title or summary
    /// is kept from being one by an invisible character. False: it is only warned about. An editor's own text is never changed. Default true.
    /// </summary>
    public bool Defuse { get; init; } = true;

    /// <summary>The marks on the link by which the site's statistics tell where a reader came from.</summary>
    public UtmOptions Utm { get; init; } = new();
}

/// <summary><c>Engagement:X:Text:Utm</c>: the marks on the link. An empty one is left out; what the site itself put there is replaced.</summary>
public sealed class UtmOptions
{
    /// <summary>At most 100 characters. Default <c>x</c>.</summary>
    [StringLength(100)]
    public string Source { get; init; } = "x";

    /// <summary>At most 100 characters. Default <c>social</c>.</summary>
    [StringLength(100)]
    public string Medium { get; init; } = "social";

    /// <summary>A template, of which lower-case words with hyphens are made. At most 100 characters. Default <c>{section}</c>.</summary>
    [StringLength(100)]
    public string Campaign { get; init; } = "{section}";

    /// <summary>
    /// True puts the post's id into <c>utm_content</c>. It is how a post is recognised on the timeline when X's answer was lost; without
    /// it the link's address and the text must do. Default true.
    /// </summary>
    public bool Content { get; init; } = true;
}
