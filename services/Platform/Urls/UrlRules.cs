using Engagement.Platform.Settings;

namespace Engagement.Platform.Urls;

/// <summary>One article, one URL: brings the many spellings of an article's address into the one under which it is known.</summary>
public sealed class UrlRules(SiteOptions site, UrlOptions? options = null)
{
    const int MaxLength = 2_048;

    readonly UrlOptions options = options ?? new();
    readonly QueryRules query = new(options ?? new());
    readonly IReadOnlySet<string> hosts = site.AllowedHosts();

    /// <summary>The site's hosts, lower-case, sorted.</summary>
    public IEnumerable<string> Hosts => hosts.Order(StringComparer.Ordinal);

    /// <summary>
    /// The key under which aliases are compared: https, lower-case host, no fragment, no trackers, no AMP. Null where the text is no
    /// absolute http or https URL on one of the site's hosts. A key is its own key.
    /// </summary>
    public string? Normalise(string url)
    {
        if (Parse(url) is not { } uri || Host(uri) is not { } host)
        {
            return null;
        }

        var path = PathRules.Normalise(uri.AbsolutePath, options);
        return $"https://{host}{Port(uri)}{path}{query.Normalise(uri.Query)}";
    }

    /// <summary>The address as it is handed out: as the site spells it, without fragment and trackers. Only for one that has a key.</summary>
    public string Clean(string url) => Parse(url) is { } uri
        ? $"{uri.Scheme}://{uri.IdnHost.ToLowerInvariant()}{(uri.IsDefaultPort ? "" : $":{uri.Port}")}{uri.AbsolutePath}{query.Clean(uri.Query)}"
        : url;

    /// <summary>True for the key of the home page, which is nobody's article.</summary>
    public bool IsHome(string key) => new Uri(key) is { AbsolutePath: "/", Query: "" };

    /// <summary>Strictly: what a browser would guess at (backslashes, spaces inside, a user before the host) is no address of an article.</summary>
    static Uri? Parse(string url)
    {
        var text = url.Trim();
        return text.Length <= MaxLength && !text.Any(character => char.IsControl(character) || character is ' ' or '\\')
            && Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0
            ? AmpCache.Unwrap(uri)
            : null;
    }

    string? Host(Uri uri)
    {
        var host = uri.IdnHost.ToLowerInvariant().TrimEnd('.');
        var bare = options.HostPrefixes.Where(prefix => host.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            .Select(prefix => host[prefix.Length..]).FirstOrDefault(hosts.Contains);
        return bare ?? (hosts.Contains(host) ? host
            : options.HostPrefixes.Select(prefix => prefix.ToLowerInvariant() + host).FirstOrDefault(hosts.Contains));
    }

    static string Port(Uri uri) => uri.Port is 80 or 443 ? "" : $":{uri.Port}";
}
