using Engagement.Counter.Articles;
using Engagement.Platform.Urls;

namespace Engagement.Counter.Counting;

/// <summary>Where an event becomes a line for the ledger: which article it means, under which field it counts, and for whom.</summary>
sealed class EventDesk(ArticleStore articles, UrlRules urls, KeyedHashes hashes, TimeProvider time)
{
    /// <summary>The event, or why there is none.</summary>
    /// <param name="beacon">It has passed <see cref="EventRules.Check"/>.</param>
    /// <param name="reason">Why it is kept as raw only; null where it counts.</param>
    public async ValueTask<(ReaderEvent? Event, Fault? Fault)> Take(Beacon beacon, string? reason)
    {
        var article = beacon.Article;
        if (article.Contains(':', StringComparison.Ordinal))
        {
            if (urls.Normalise(article) is not { } url)
                return (null, new("unknown-host", "This address is not one of the site's", "The article must be an id or a URL on one of the hosts in Engagement:Site:Hosts."));
            if (await articles.At(url) is not { } known)
                return (null, UnknownArticle);
            article = known;
        }
        else if (article.Length > 128)
        {
            return (null, UnknownArticle);
        }

        var field = EventRules.Field(beacon);
        var id = KeyedHashes.OfEvent(beacon.Id);
        var at = beacon.At ?? time.GetUtcNow();
        return (reason is null
            ? beacon.Kind switch
            {
                "bookmark" => new(id, article, field, Deed.Bookmark, await hashes.OfDevice(beacon.Device!, article), at),
                "unbookmark" => new(id, article, field, Deed.Unbookmark, await hashes.OfDevice(beacon.Device!, article), at),
                _ => new(id, article, field, Deed.Count, [], at),
            }
            : new(id, article, $"{field}!{reason}", Deed.Reject, [], at), null);
    }

    /// <summary>The answer where no article is meant that we know.</summary>
    public static Fault UnknownArticle { get; } = new("unknown-article", "There is no such article", "Send the id or URL of an article that was announced.");
}
