using Engagement.Counter.Articles;
using Engagement.Counter.Trust;
using Engagement.Platform.Urls;

namespace Engagement.Counter.Counting;

/// <summary>What the desk makes of an event: a line for the ledger, or one that waits for its article, or a fault.</summary>
/// <param name="Event">Ready for the ledger.</param>
/// <param name="Early">Its page is the site's, but nobody announced an article there yet.</param>
/// <param name="Fault">Why there is neither.</param>
readonly record struct Taken(ReaderEvent? Event, EarlyEvent? Early, Fault? Fault);

/// <summary>An event that came before its article.</summary>
/// <param name="Url">Normalised.</param>
/// <param name="Line">Everything else about it.</param>
sealed record EarlyEvent(string Url, EventLine Line);

/// <summary>Where an event becomes a line for the ledger: which article it means, under which field it counts, and for whom.</summary>
sealed class EventDesk(ArticleStore articles, UrlRules urls, KeyedHashes hashes, Rates rates, CounterOptions options, TimeProvider time)
{
    /// <summary>The answer where no article is meant that we know.</summary>
    public static Fault UnknownArticle { get; } = new("unknown-article", "There is no such article", "Send the id or URL of an article that was announced.");

    /// <summary>Takes an event in.</summary>
    /// <param name="beacon">It has passed <see cref="EventRules.Check"/>.</param>
    /// <param name="verdict">Whether it counts, and for whom.</param>
    public async ValueTask<Taken> Take(Beacon beacon, Verdict verdict)
    {
        if (!beacon.Article.Contains(':', StringComparison.Ordinal))
            return beacon.Article.Length > 128 ? new(null, null, UnknownArticle) : new(await Event(beacon, verdict, beacon.Article), null, null);

        if (urls.Normalise(beacon.Article) is not { } url)
        {
            return new(null, null, new("unknown-host", "This address is not one of the site's",
                "The article must be an id or a URL on one of the hosts in Engagement:Site:Hosts."));
        }

        if (await articles.At(url) is { } article)
            return new(await Event(beacon, verdict, article), null, null);

        var line = await Line(beacon, verdict);
        // What does not count is not worth waiting for, and no program makes us look at pages.
        return line.Deed == Deed.Reject ? new(null, null, UnknownArticle) : new(null, new(url, line), null);
    }

    async ValueTask<ReaderEvent> Event(Beacon beacon, Verdict verdict, string article) =>
        (await Line(beacon, rates.Judge(verdict, article))).For(article);

    async ValueTask<EventLine> Line(Beacon beacon, Verdict verdict)
    {
        var field = EventRules.Field(beacon);
        var id = KeyedHashes.OfEvent(beacon.Id);
        var now = time.GetUtcNow();
        // Only a server of the site may say that it was earlier, nobody that it will be later.
        var at = verdict.IsTrusted && beacon.At is { } earlier && earlier < now ? earlier : now;
        if (verdict.Reason is { } reason)
            return new(id, $"{field}!{reason}", Deed.Reject, [], at);
        if (beacon.Kind is "bookmark" or "unbookmark")
            return new(id, field, beacon.Kind == "bookmark" ? Deed.Bookmark : Deed.Unbookmark, await hashes.OfDevice(beacon.Device!), at);

        // Whoever asks not to be followed gets no visitor key; uncounted, because else that header would be the way around the window.
        if (verdict is { Who: null, IsTrusted: false } && options.VisitorWindow > TimeSpan.Zero)
            return new(id, $"{field}!anonymous", Deed.Reject, [], at);
        return new(id, field, Deed.Count, verdict.Who is null ? [] : await hashes.OfVisitor(verdict.Who), at);
    }
}
