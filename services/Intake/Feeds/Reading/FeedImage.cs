using System.Net;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Engagement.Intake.Feeds.Reading;

/// <summary>The picture of an entry: Media RSS, then an enclosure, then the first one in its text.</summary>
static partial class FeedImage
{
    public static (string Url, string? Alt)? Of(XElement item, string? markup, Uri address) =>
        FromMedia(item, address) ?? FromEnclosure(item, address) ?? FromMarkup(markup, address);

    static (string, string?)? FromMedia(XElement item, Uri address)
    {
        var groups = item.In(Xml.Media, "group").Prepend(item).ToList();
        var content = groups.SelectMany(group => group.In(Xml.Media, "content")).FirstOrDefault(media => media.Get("medium") == "image"
            || media.Get("type")?.StartsWith("image/", StringComparison.OrdinalIgnoreCase) == true);
        var media = content ?? groups.SelectMany(group => group.In(Xml.Media, "thumbnail")).FirstOrDefault()
            ?? item.In(Xml.Itunes, "image").FirstOrDefault();
        return Xml.Resolve(address, media?.Get("url") ?? media?.Get("href")) is { } url
            ? (url, content?.In(Xml.Media, "description").Text() ?? content?.In(Xml.Media, "title").Text())
            : null;
    }

    static (string, string?)? FromEnclosure(XElement item, Uri address)
    {
        var enclosure = item.Own("enclosure").Concat(item.Own("link").Where(link => link.Get("rel") == "enclosure"))
            .FirstOrDefault(link => link.Get("type")?.StartsWith("image/", StringComparison.OrdinalIgnoreCase) == true);
        return Xml.Resolve(address, enclosure?.Get("url") ?? enclosure?.Get("href")) is { } url ? (url, null) : null;
    }

    static (string, string?)? FromMarkup(string? markup, Uri address)
    {
        var image = markup is null ? null : Image().Match(markup) is { Success: true } found ? found.Value : null;
        var source = image is null ? null : Xml.Resolve(address, WebUtility.HtmlDecode(Source().Match(image).Groups[1].Value));
        return source is null || !source.StartsWith("http", StringComparison.OrdinalIgnoreCase) ? null
            : (source, Alt().Match(image!) is { Success: true } alt ? WebUtility.HtmlDecode(alt.Groups[1].Value) : null);
    }

    [GeneratedRegex("<img\\s[^<>]{1,4000}>", RegexOptions.IgnoreCase)]
    private static partial Regex Image();

    [GeneratedRegex("""\bsrc\s*=\s*["']([^"'<>]+)["']""", RegexOptions.IgnoreCase)]
    private static partial Regex Source();

    [GeneratedRegex("""\balt\s*=\s*["']([^"'<>]+)["']""", RegexOptions.IgnoreCase)]
    private static partial Regex Alt();
}
