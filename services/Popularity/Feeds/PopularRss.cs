using System.Globalization;
using System.Text;
using System.Xml;
using Engagement.Platform.Settings;
using Engagement.Popularity.Lists;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Engagement.Popularity.Feeds;

/// <summary>Any list as RSS 2.0, in the order of the list.</summary>
static class PopularRss
{
    const string Atom = "http://www.w3.org/2005/Atom";
    const string Dublin = "http://purl.org/dc/elements/1.1/";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/popular.rss", Handle).WithSummary("Any list as RSS 2.0");

    static async Task<IResult> Handle([AsParameters] PopularQuery query, AnyList lists, SiteOptions site)
    {
        if (query.Problem() is { } problem)
        {
            return problem;
        }

        var list = query.Name();
        return await lists.Answer(list, query.Length, "rss", articles => new(Write(list, articles, site), "application/rss+xml; charset=utf-8"));
    }

    static byte[] Write(ListName list, IReadOnlyList<PopularArticle> articles, SiteOptions site)
    {
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, new() { Encoding = new UTF8Encoding(false), CheckCharacters = false }))
        {
            xml.WriteStartElement("rss");
            xml.WriteAttributeString("version", "2.0");
            xml.WriteAttributeString("xmlns", "atom", null, Atom);
            xml.WriteAttributeString("xmlns", "dc", null, Dublin);
            xml.WriteStartElement("channel");
            Text(xml, "title", FeedText.Title(list, site));
            Text(xml, "link", site.Url);
            Text(xml, "description", FeedText.Description(list, site));
            Text(xml, "language", site.Language);
            Text(xml, "ttl", "5");
            if (FeedText.Address("popular.rss", list, site) is { } self)
            {
                xml.WriteStartElement("link", Atom);
                xml.WriteAttributeString("href", self);
                xml.WriteAttributeString("rel", "self");
                xml.WriteAttributeString("type", "application/rss+xml");
                xml.WriteEndElement();
            }

            foreach (var article in articles)
            {
                Write(xml, article);
            }

            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        return bytes.ToArray();
    }

    static void Write(XmlWriter xml, PopularArticle article)
    {
        xml.WriteStartElement("item");
        Text(xml, "title", article.Title);
        Text(xml, "link", FeedText.Link(article.Url));
        Text(xml, "description", FeedText.Content(article));
        xml.WriteStartElement("guid");
        xml.WriteAttributeString("isPermaLink", "false");
        xml.WriteString(article.Id);
        xml.WriteEndElement();
        Text(xml, "pubDate", article.Copy.PublishedAt.ToUniversalTime().ToString("ddd, dd MMM yyyy HH:mm:ss 'GMT'", CultureInfo.InvariantCulture));
        if (article.Copy.Author is { Length: > 0 } author)
        {
            xml.WriteElementString("creator", Dublin, FeedText.Clean(author));
        }

        foreach (var tag in article.Copy.Tags)
        {
            Text(xml, "category", tag);
        }

        xml.WriteEndElement();
    }

    static void Text(XmlWriter xml, string name, string text) => xml.WriteElementString(name, FeedText.Clean(text));
}
