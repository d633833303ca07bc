using System.Xml;
using Engagement.Platform.Settings;
using Engagement.Popularity.Lists;

namespace Engagement.Popularity.Feeds;

/// <summary>The words that feeds, mails and fragments share.</summary>
static class FeedText
{
    /// <summary>What a list is called: <c>Most shared in the last 24 hours</c>.</summary>
    public static string Name(ListName list)
    {
        var what = list.List switch
        {
            "shared" => "Most shared",
            "bookmarked" => "Most bookmarked",
            "viewed" => "Most viewed",
            "rising" => "Rising",
            _ => "Trending",
        };
        var when = list.List is "trending" or "rising" ? "" : list.Window switch
        {
            "1h" => " in the last hour",
            "24h" => " in the last 24 hours",
            "7d" => " this week",
            "30d" => " in the last 30 days",
            _ => "",
        };
        var among = list.Facet is null or ListName.Fair ? "" : $" ({list.Facet.Split(':', 2)[1]})";
        return $"{what}{when}{among}";
    }

    public static string Title(ListName list, SiteOptions site) => $"{site.Name}: {Name(list)}";

    public static string Description(ListName list, SiteOptions site) => $"{Name(list)} at {site.Name}, counted by what readers do.";

    /// <summary>What an entry says: its summary, or where there is none why it is listed.</summary>
    public static string Content(PopularArticle article) => article.Copy.Summary is { Length: > 0 } summary ? summary : article.Why;

    /// <summary>The feed's own address; null where nobody told us ours, since the request's may be anybody's invention.</summary>
    public static string? Address(string page, ListName list, SiteOptions site)
    {
        var facet = list.Facet?.Split(':', 2);
        var filter = facet is null ? "" : facet.Length == 1 ? "&fair=true" : $"&{facet[0]}={Uri.EscapeDataString(facet[1])}";
        return site.PublicUrl.Length == 0 ? null : $"{site.PublicUrl.TrimEnd('/')}/{page}?list={list.List}&window={list.Window}{filter}";
    }

    /// <summary>An address as feeds want it: a URI, in which letters beyond ASCII, blanks and quotes are escaped.</summary>
    public static string Link(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) ? uri.AbsoluteUri : url;

    /// <summary>Without the characters that XML cannot hold at all.</summary>
    public static string Clean(string text) => string.Concat(text.EnumerateRunes().Where(letter => !letter.IsBmp || XmlConvert.IsXmlChar((char)letter.Value)));
}
