namespace Engagement.Platform.Urls;

/// <summary>Copies of a page that search engines serve from hosts of their own carry the page's address in theirs.</summary>
static class AmpCache
{
    /// <summary>
    /// <c>https://example-org.cdn.ampproject.org/c/s/example.org/a</c> and <c>https://www.google.com/amp/s/example.org/a</c> are
    /// <c>https://example.org/a</c>; any other address is itself.
    /// </summary>
    public static Uri Unwrap(Uri uri)
    {
        var segments = uri.AbsolutePath.TrimStart('/').Split('/');
        var isCache = uri.IdnHost.EndsWith("cdn.ampproject.org", StringComparison.OrdinalIgnoreCase) && segments[0] is "c" or "v" or "wp";
        var isGoogle = IsGoogle(uri.IdnHost) && segments[0] == "amp";
        if (!isCache && !isGoogle || segments.Length < 2)
        {
            return uri;
        }

        var secure = segments[1] == "s";
        var rest = string.Join('/', segments.Skip(secure ? 2 : 1));
        return Uri.TryCreate($"{(secure ? "https" : "http")}://{rest}{uri.Query}", UriKind.Absolute, out var inner) && inner.UserInfo.Length == 0 ? inner : uri;
    }

    static bool IsGoogle(string host) => host.Split('.') is ["google", ..] or ["www", "google", ..];
}
