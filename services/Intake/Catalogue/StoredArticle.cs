using Engagement.Contracts;

namespace Engagement.Intake.Catalogue;

/// <summary>An article as Intake keeps it: what it tells others, and what it must remember to judge the next copy.</summary>
sealed record StoredArticle
{
    public required Article Article { get; init; }

    /// <summary>When its first revision was accepted.</summary>
    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>When its present revision was accepted.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>The revision that the site itself gave last. Ours can be ahead of it: a feed and a withdrawal make it grow too.</summary>
    public long? SiteRevision { get; init; }

    /// <summary>True where the site gave it an id, so that another id means another article. Else the id was made here, of its URL.</summary>
    public bool HasSitesId { get; init; }

    public required ArticleSource Source { get; init; }

    /// <summary>Which feed told of it. Two feeds that carry one article in different words would else change it in turn, for ever.</summary>
    public string? Origin { get; init; }

    public bool Withdrawn { get; init; }

    /// <summary>The article that it turned out to be; it is withdrawn itself, and whatever is told of it from then on changes nothing.</summary>
    public string? MergedInto { get; init; }

    /// <summary>An older article that has the same title, which an editor may not have meant.</summary>
    public string? SameTitleAs { get; init; }

    /// <summary>Where it stands in the listing.</summary>
    public DateTimeOffset ListedAt => Article.PublishedAt ?? AcceptedAt;
}

/// <summary>Who told of an article. A later one knows better: what the site said is not changed by what its feed says.</summary>
enum ArticleSource
{
    /// <summary>A reader was on the page and we read it.</summary>
    Page,

    /// <summary>A feed.</summary>
    Feed,

    /// <summary>The site itself, over HTTP or AMQP.</summary>
    Site,
}
