using System.Xml.Linq;

namespace Engagement.Intake.Feeds.Reading;

/// <summary>RSS 0.90 to 2.0 and RSS 1.0, which keeps its items beside the channel instead of in it.</summary>
static class RssFeed
{
    public static FeedDocument Read(XElement root, Uri address)
    {
        var channel = root.Own("channel").FirstOrDefault() ?? root;
        var items = channel.Own("item").Concat(channel == root ? [] : root.Own("item"));
        var links = channel.In(Xml.Atom, "link").ToList();
        var language = channel.Own("language").Text() ?? channel.In(Xml.DublinCore, "language").Text();
        return new(channel.Own("title").Text(), [.. items.Select(item => Item(item, item.Base(address), language))],
            Rel(links, "hub"), Rel(links, "self"));
    }

    static FeedItem Item(XElement item, Uri address, string? language)
    {
        var guid = item.Own("guid").FirstOrDefault();
        var id = guid?.Value.Trim() is { Length: > 0 } text ? text : item.Attribute(XName.Get("about", Xml.Rdf))?.Value.Trim();
        var author = Author(item);
        var content = item.In(Xml.Content, "encoded").Text();
        var description = item.Own("description").Text() ?? item.In(Xml.DublinCore, "description").Text();
        var image = FeedImage.Of(item, content ?? description, address);
        return new()
        {
            Id = id,
            Link = Xml.Resolve(address, item.Own("link").Text() ?? item.In(Xml.Atom, "link").Select(link => link.Get("href")).FirstOrDefault()
                ?? (IsPermanentLink(guid, id) ? id : null)),
            Title = item.Own("title").Text() ?? item.In(Xml.DublinCore, "title").Text() ?? item.In(Xml.Media, "title").Text(),
            TitleIsMarkup = true,
            AuthorName = author.Name,
            AuthorEmail = author.Email,
            Published = item.Own("pubDate").Text() ?? item.In(Xml.DublinTerms, "issued").Text() ?? item.In(Xml.DublinTerms, "created").Text()
                ?? item.In(Xml.DublinCore, "date").Text() ?? item.In(Xml.Atom, "published").Text(),
            Updated = item.In(Xml.DublinTerms, "modified").Text() ?? item.In(Xml.Atom, "updated").Text(),
            Summary = description ?? content,
            Tags = [.. item.Own("category").Concat(item.In(Xml.DublinCore, "subject")).Select(tag => tag.Value.Trim()), .. Keywords(item)],
            Image = image?.Url,
            ImageAlt = image?.Alt,
            Language = item.In(Xml.DublinCore, "language").Text() ?? item.Language() ?? language,
        };
    }

    /// <summary>A guid is a link unless it says that it is none, or does not look like one.</summary>
    static bool IsPermanentLink(XElement? guid, string? id) =>
        !string.Equals(guid?.Get("isPermaLink"), "false", StringComparison.OrdinalIgnoreCase)
        && id?.StartsWith("http", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>RSS wants <c>me@example.com (Name)</c> here; most give the name alone.</summary>
    static (string? Name, string? Email) Author(XElement item)
    {
        var text = item.In(Xml.DublinCore, "creator").Text() ?? item.In(Xml.DublinCore, "author").Text() ?? item.Own("author").Text()
            ?? item.In(Xml.Itunes, "author").Text();
        if (text is null || !text.Contains('@', StringComparison.Ordinal))
        {
            return (text, null);
        }

        var open = text.IndexOf('(', StringComparison.Ordinal);
        return open > 0 ? (text[(open + 1)..].TrimEnd(')', ' '), text[..open].Trim()) : (null, text);
    }

    static IEnumerable<string> Keywords(XElement item) => item.In(Xml.Media, "keywords").Concat(item.In(Xml.Itunes, "keywords"))
        .SelectMany(words => words.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    public static string? Rel(IEnumerable<XElement> links, string rel) =>
        links.FirstOrDefault(link => string.Equals(link.Get("rel"), rel, StringComparison.OrdinalIgnoreCase))?.Get("href");
}
