using System.ComponentModel.DataAnnotations;

namespace Engagement.Platform.Urls;

/// <summary><c>Engagement:Urls</c>: what is particular about the addresses of this site. Most sites need none of it.</summary>
public sealed class UrlOptions
{
    /// <summary>
    /// Beginnings of host names that change nothing, such as <c>www.</c>, <c>m.</c>, <c>mobile.</c> or <c>amp.</c>, each with its dot.
    /// Default: none, because on some sites they are other pages.
    /// </summary>
    public IReadOnlyList<string> HostPrefixes { get; init; } = [];

    /// <summary>Beginnings of paths that change nothing, such as <c>/mobile</c> or <c>/amp</c>. Default: none.</summary>
    public IReadOnlyList<string> PathPrefixes { get; init; } = [];

    /// <summary>
    /// The only query parameters that make another article, such as <c>p</c> and <c>page_id</c> on WordPress without permalinks. Default:
    /// none, then every parameter matters that is no known tracker.
    /// </summary>
    public IReadOnlyList<string> SignificantParameters { get; init; } = [];

    /// <summary>Further query parameters that change nothing, such as <c>from</c> or <c>via</c>. Default: none.</summary>
    public IReadOnlyList<string> IgnoredParameters { get; init; } = [];

    /// <summary>True where <c>/Story</c> and <c>/story</c> are one page. Default false.</summary>
    public bool IgnoreCase { get; init; }

    /// <summary>
    /// The short query parameter with which our own links say where a reader came from; it never makes another article. Default <c>eng</c>.
    /// At most 20 characters.
    /// </summary>
    [StringLength(20)]
    public string AttributionParameter { get; init; } = "eng";
}
