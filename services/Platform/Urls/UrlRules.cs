using Engagement.Platform.Settings;

namespace Engagement.Platform.Urls;

/// <summary>One article, one URL: brings the many spellings of an article's address into the one under which it is known.</summary>
public sealed class UrlRules(SiteOptions site)
{
    readonly IReadOnlySet<string> hosts = site.AllowedHosts();

    /// <summary>The site's hosts, lower-case, sorted.</summary>
    public IEnumerable<string> Hosts => hosts.Order(StringComparer.Ordinal);

    /// <summary>
    /// The key under which aliases are compared: https, lower-case host, no fragment, no trackers. Null where the text is no absolute
    /// http or https URL on one of the site's hosts.
    /// </summary>
    public string? Normalise(string url)
    {
        if (url.Length > 2048 || !Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https")
            || uri.UserInfo.Length > 0 || !hosts.Contains(uri.IdnHost.ToLowerInvariant()))
        {
            return null;
        }

        var path = uri.AbsolutePath.Length > 1 ? uri.AbsolutePath.TrimEnd('/') : "/";
        return $"https://{uri.IdnHost.ToLowerInvariant()}{path}{uri.Query}";
    }
}
