using System.Text;
using System.Xml.Linq;

namespace Engagement.Intake.Feeds.Reading;

/// <summary>Atom 1.0, and 0.3, which says the type of a text differently.</summary>
static class AtomFeed
{
    public static FeedDocument Read(XElement root, Uri address)
    {
        var links = root.Own("link").ToList();
        return new(Text(root.Own("title").FirstOrDefault(), address).Value,
            [.. root.Own("entry").Select(entry => Entry(entry, entry.Base(address), root))],
            RssFeed.Rel(links, "hub"), Xml.Resolve(root.Base(address), RssFeed.Rel(links, "self")));
    }

    static FeedItem Entry(XElement entry, Uri address, XElement root)
    {
        var title = Text(entry.Own("title").FirstOrDefault(), address);
        var author = entry.Own("author").FirstOrDefault() ?? root.Own("author").FirstOrDefault();
        var summary = Text(entry.Own("summary").FirstOrDefault(), address).Value;
        var content = Text(entry.Own("content").FirstOrDefault(), address).Value;
        var image = FeedImage.Of(entry, content ?? summary, address);
        return new()
        {
            // Compared character by character; only a path needs the address that it starts from.
            Id = entry.Own("id").Text() is { } id && id.StartsWith('/') ? Xml.Resolve(address, id) : entry.Own("id").Text(),
            Link = Xml.Resolve(address, Link(entry)),
            Title = title.Value ?? entry.In(Xml.DublinCore, "title").Text() ?? entry.In(Xml.Media, "title").Text(),
            TitleIsMarkup = title.IsMarkup,
            AuthorName = author?.Own("name").Text() ?? entry.In(Xml.DublinCore, "creator").Text(),
            AuthorEmail = author?.Own("email").Text(),
            Published = entry.Own("published").Text() ?? entry.Own("issued").Text() ?? entry.Own("created").Text() ?? entry.In(Xml.DublinTerms, "issued").Text(),
            Updated = entry.Own("updated").Text() ?? entry.Own("modified").Text(),
            Summary = summary ?? content,
            Tags = [.. entry.Own("category").Select(tag => tag.Get("label") ?? tag.Get("term") ?? tag.Value.Trim()),
                .. entry.In(Xml.DublinCore, "subject").Select(tag => tag.Value.Trim())],
            Image = image?.Url,
            ImageAlt = image?.Alt,
            Language = entry.Language(),
        };
    }

    /// <summary>The page that the entry stands for: alternate, HTML before anything else; a link without rel is one.</summary>
    static string? Link(XElement entry) => entry.Own("link")
        .Where(link => link.Get("rel") is null or "" or "alternate")
        .OrderBy(link => link.Get("type") is null or "" or "text/html" or "application/xhtml+xml" ? 0 : 1)
        .Select(link => link.Get("href") ?? link.Value.Trim()).FirstOrDefault(href => href.Length > 0);

    static (string? Value, bool IsMarkup) Text(XElement? element, Uri address)
    {
        if (element is null)
        {
            return (null, false);
        }

        var type = (element.Get("type") ?? "").ToLowerInvariant();
        var mode = (element.Get("mode") ?? "").ToLowerInvariant();
        var start = element.Base(address);
        var (value, isMarkup) = element switch
        {
            _ when mode == "base64" || IsBinary(type) => (Base64(element.Value), type is not "text/plain"),
            _ when type == "xhtml" => ((element.Elements().FirstOrDefault(child => child.Name.LocalName == "div") ?? element).Inner(), true),
            _ when mode != "escaped" && element.HasElements => (element.Inner(), true),
            _ => (element.Value.Trim(), type is "html" or "text/html" || type.EndsWith("+xml", StringComparison.Ordinal)),
        };
        return value.Length == 0 ? (null, false) : (isMarkup ? Xml.ResolveMarkup(value, start) : value, isMarkup);
    }

    /// <summary>RFC 4287, 4.1.3.3: content of any other media type is Base64.</summary>
    static bool IsBinary(string type) => type.Contains('/', StringComparison.Ordinal) && !type.StartsWith("text/", StringComparison.Ordinal)
        && !type.EndsWith("+xml", StringComparison.Ordinal) && !type.EndsWith("/xml", StringComparison.Ordinal);

    static string Base64(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length).Trim() : text.Trim();
    }
}
