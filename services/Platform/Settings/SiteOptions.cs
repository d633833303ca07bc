using System.ComponentModel.DataAnnotations;

namespace Engagement.Platform.Settings;

/// <summary><c>Engagement:Site</c>: the news site that we stand beside.</summary>
public sealed class SiteOptions
{
    /// <summary>What readers call it. At most 100 characters. Default <c>My site</c>.</summary>
    [Required, StringLength(100)]
    public string Name { get; init; } = "My site";

    /// <summary>Its home page: absolute, http or https. Default <c>http://localhost</c>, which a real site must change.</summary>
    [Required, Url]
    public string Url { get; init; } = "http://localhost";

    /// <summary>
    /// Where readers reach this program, as the buttons and mails must name it: absolute, http or https, no slash at the end.
    /// Empty (the default) means the address of the request, or relative links.
    /// </summary>
    public string PublicUrl { get; init; } = "";

    /// <summary>Hosts on which its articles live, without scheme or path. Empty: the host of <see cref="Url"/>.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>IANA time zone in which editors think, such as <c>Europe/Berlin</c>. Default <c>UTC</c>.</summary>
    [Required]
    public string TimeZone { get; init; } = "UTC";

    /// <summary>The language of buttons and pages where nobody asks for another. BCP 47. Default <c>en</c>.</summary>
    [Required, StringLength(20)]
    public string Language { get; init; } = "en";

    /// <summary>All hosts on which an article may live, lower-case.</summary>
    public IReadOnlySet<string> AllowedHosts() => Hosts.Count > 0
        ? Hosts.Select(host => host.Trim().ToLowerInvariant()).ToHashSet()
        : [new Uri(Url).IdnHost.ToLowerInvariant()];
}
