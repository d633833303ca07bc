namespace Engagement.Contracts;

/// <summary>Intake accepted an article that it did not know. May arrive more than once and is announced again after a restart.</summary>
/// <param name="Article">The article, whole.</param>
/// <param name="AcceptedAt">When Intake accepted its first revision.</param>
public sealed record ArticlePublished(Article Article, DateTimeOffset AcceptedAt);

/// <summary>
/// Intake accepted old articles, all of them with <see cref="Article.Backfill"/>: the same as one <see cref="ArticlePublished"/> for each, told together because an
/// archive has a hundred thousand. May arrive more than once.
/// </summary>
/// <param name="Articles">1 to 100 of them, in no order.</param>
public sealed record ArticlesCatalogued(IReadOnlyList<ArticlePublished> Articles);

/// <summary>Intake accepted a newer revision. Never a reason for a new post.</summary>
/// <param name="Article">The article, whole, with its new revision.</param>
/// <param name="AcceptedAt">When Intake accepted this revision.</param>
public sealed record ArticleUpdated(Article Article, DateTimeOffset AcceptedAt);

/// <summary>The site took the article back: it leaves every list at once, and what was not posted stays unposted.</summary>
/// <param name="ArticleId">Its id.</param>
/// <param name="Revision">Higher than that of every copy announced before.</param>
/// <param name="WithdrawnAt">When Intake accepted the withdrawal.</param>
public sealed record ArticleWithdrawn(string ArticleId, long Revision, DateTimeOffset WithdrawnAt);

/// <summary>A reader's event named a URL on the site's hosts that nobody announced: Intake, have a look.</summary>
/// <param name="Url">Normalised, on one of the site's hosts.</param>
/// <param name="SeenAt">When the reader was there.</param>
public sealed record ArticleSeen(string Url, DateTimeOffset SeenAt);

/// <summary>Somebody lost or never heard of the articles since a time: Intake, announce again what was accepted after it.</summary>
/// <param name="Since">From when on.</param>
public sealed record ArticlesWanted(DateTimeOffset Since);
