using Engagement.Contracts;

namespace Engagement.Intake.Catalogue;

/// <summary>
/// What is owed to the other services. The revision is part of its name in the outbox: else an announcement under way would, when
/// done, strike out the one that a newer revision put there meanwhile.
/// </summary>
/// <param name="Kind">What to say.</param>
/// <param name="ArticleId">Of which article; always its present state is told.</param>
/// <param name="Revision">Because of which revision; 0 where it is only said again.</param>
readonly record struct Announcement(AnnouncementKind Kind, string ArticleId, long Revision)
{
    public override string ToString() => $"{Kind}:{Revision}:{ArticleId}";

    public static Announcement Parse(string member)
    {
        var parts = member.Split(':', 3);
        return new(Enum.Parse<AnnouncementKind>(parts[0]), parts[2], long.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>The message that says it.</summary>
    public object Message(StoredArticle article) => Kind switch
    {
        _ when article.Withdrawn => new ArticleWithdrawn(article.Article.Id, article.Article.Revision, article.ChangedAt),
        AnnouncementKind.Updated => new ArticleUpdated(article.Article, article.ChangedAt),
        _ => new ArticlePublished(article.Article, article.AcceptedAt),
    };
}

enum AnnouncementKind
{
    Published,
    Updated,
    Withdrawn,

    /// <summary>Everybody is told again, for the case that it was lost.</summary>
    Again,
}
