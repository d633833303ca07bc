using System.Xml.Linq;

namespace Engagement.Intake.Feeds.Reading;

/// <summary>Channel Definition Format, which some old systems still write.</summary>
static class CdfFeed
{
    public static FeedDocument Read(XElement root, Uri address) => new(root.Own("title").Text(), [.. root.Own("item").Select(item => new FeedItem
    {
        Link = Xml.Resolve(item.Base(address), item.Get("href") ?? item.Own("a").FirstOrDefault()?.Get("href")),
        Title = item.Own("title").Text(),
        Summary = item.Own("abstract").Text(),
        Updated = item.Get("lastmod"),
    })]);
}
