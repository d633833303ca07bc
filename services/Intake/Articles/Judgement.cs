using System.Text.Json;
using Engagement.Contracts;
using Engagement.Intake.Catalogue;
using Engagement.Platform.Http;

namespace Engagement.Intake.Articles;

/// <summary>
/// Decides what an article is that somebody tells of: new, a newer copy of a known one, or nothing new. No network and no clock, so
/// that every case is a row in a test.
/// </summary>
sealed class Judgement(KnownArticles known, DateTimeOffset now)
{
    const int MaxAliases = 50;

    public object Judge(ToldArticle told, int index)
    {
        var byUrl = known.ByName(told.Key);
        var owner = Owner(told, byUrl);
        if (TakenName(told, owner, byUrl) is { } taken)
        {
            return new ArticleProblem(index, taken.Field,
                $"{taken.Url} already belongs to article {taken.Owner}; send it under that id, or withdraw that article first.", "url-taken");
        }

        return owner is not null ? Update(told, owner)
            : told.MergedInto is not { } other ? Create(told)
            : known.ById(other) is { Withdrawn: false, MergedInto: null } ? CreateMerged(told, other)
            : new ArticleProblem(index, "mergedInto", $"{other} is no article that stands; send that one first.");
    }

    /// <summary>It has been part of another elsewhere: its id leads there, and its URLs stay the other's.</summary>
    Accepted CreateMerged(ToldArticle told, string other)
    {
        var id = told.Article.Id.Length > 0 ? told.Article.Id : KnownArticles.HashId(told.Key);
        var revision = Math.Max(1, told.Article.Revision) + 1;
        known.Change(new()
        {
            Article = told.Article with { Id = id, Revision = revision },
            AcceptedAt = told.AcceptedAt < now ? told.AcceptedAt.Value : now,
            ChangedAt = now,
            HasSitesId = HasSitesId(told),
            Source = told.Source,
            Withdrawn = true,
            MergedInto = other,
        }, AnnouncementKind.Withdrawn, []);
        return new(id, told.Article.Url, "created");
    }

    public IReadOnlyCollection<Change> Changes() => known.Changes();

    /// <summary>
    /// Its id says it best, then its URL, then an old URL. One that a feed found first has an id of ours, and the site's own id becomes
    /// another name of it; one to which the site gave an id is not what the site calls by another. A withdrawn one leaves its URL.
    /// </summary>
    StoredArticle? Owner(ToldArticle told, StoredArticle? byUrl)
    {
        var given = told.Article.Id;
        var aliased = told.AliasKeys.Select(known.ByName).FirstOrDefault(article => article is { Withdrawn: false });
        return given.Length > 0
            ? known.ById(given) ?? known.ByName(given) ?? new[] { byUrl, aliased }.FirstOrDefault(article => article is { Withdrawn: false, HasSitesId: false })
            : byUrl ?? aliased ?? known.ById(KnownArticles.HashId(told.Key));
    }

    (string Field, string Url, string Owner)? TakenName(ToldArticle told, StoredArticle? owner, StoredArticle? byUrl)
    {
        var id = told.MergedInto ?? owner?.Article.Id;
        if (byUrl is { MergedInto: { } other } && byUrl.Article.Id != id && other != id)
        {
            return ("url", told.Article.Url, other);
        }

        if (byUrl is { Withdrawn: false } && byUrl.Article.Id != id)
        {
            return ("url", told.Article.Url, byUrl.Article.Id);
        }

        return told.AliasKeys.Zip(told.Article.Aliases).Select(alias => (Url: alias.Second, Owner: known.ByName(alias.First)))
            .Where(alias => alias.Owner is { Withdrawn: false } other && other.Article.Id != id)
            .Select(alias => ((string, string, string)?)("aliases", alias.Url, alias.Owner!.Article.Id)).FirstOrDefault();
    }

    Accepted Create(ToldArticle told)
    {
        var id = told.Article.Id.Length > 0 ? told.Article.Id : KnownArticles.HashId(told.Key);
        var article = told.Article with { Id = id, Revision = Math.Max(1, told.Article.Revision) };
        var twin = Twin(id, article.Title);
        known.Change(new()
        {
            Article = article,
            AcceptedAt = told.AcceptedAt < now ? told.AcceptedAt.Value : now,
            ChangedAt = now,
            SiteRevision = told.Article.Revision > 0 ? told.Article.Revision : null,
            HasSitesId = HasSitesId(told),
            Source = told.Source,
            Origin = told.Origin,
            SameTitleAs = twin,
        }, AnnouncementKind.Published, Names(told, twin));
        return new(id, article.Url, "created");
    }

    Accepted Update(ToldArticle told, StoredArticle before)
    {
        if (before.MergedInto is { } other)
        {
            return new(other, before.Article.Url, "unchanged");
        }

        var becomesNews = before.Source is ArticleSource.Page && told.Source is not ArticleSource.Page && before.Article.Backfill && !told.Article.Backfill;
        var article = Merge(told, before, becomesNews);
        if (!MayChange(told, before) || !(becomesNews || IsNewer(told, before, article)))
        {
            return new(before.Article.Id, before.Article.Url, "unchanged");
        }

        var twin = Twin(before.Article.Id, article.Title);
        known.Change(before with
        {
            Article = article with { Revision = Math.Max(before.Article.Revision + 1, told.Article.Revision) },
            AcceptedAt = becomesNews ? now : before.AcceptedAt,
            ChangedAt = now,
            SiteRevision = told.Article.Revision > 0 ? told.Article.Revision : before.SiteRevision,
            HasSitesId = before.HasSitesId || HasSitesId(told),
            Source = told.Source,
            Origin = told.Origin,
            Withdrawn = false,
            SameTitleAs = twin,
        }, becomesNews ? AnnouncementKind.Published : AnnouncementKind.Updated, Names(told, twin));
        return new(article.Id, article.Url, becomesNews ? "created" : "updated");
    }

    /// <summary>Another article that had this title first.</summary>
    string? Twin(string id, string title) =>
        known.ByName(KnownArticles.TitleName(title)) is { Withdrawn: false } other && other.Article.Id != id
            && string.Equals(other.Article.Title, title, StringComparison.OrdinalIgnoreCase) ? other.Article.Id : null;

    static IEnumerable<string> Names(ToldArticle told, string? twin) =>
        twin is null ? KnownArticles.NamesOf(told).Append(KnownArticles.TitleName(told.Article.Title)) : KnownArticles.NamesOf(told);

    /// <summary>
    /// A withdrawn article comes back only with a revision above the one that withdrew it, else a late copy would bring it back. And
    /// whoever knows less, or another feed, does not change what the site said.
    /// </summary>
    static bool MayChange(ToldArticle told, StoredArticle before) => before.Withdrawn
        ? told.Source is ArticleSource.Site && told.Article.Revision > before.Article.Revision
        : told.Source > before.Source || (told.Source == before.Source && told.Origin == before.Origin);

    static bool HasSitesId(ToldArticle told) => told.Source is ArticleSource.Site && told.Article.Id.Length > 0;

    static bool IsNewer(ToldArticle told, StoredArticle before, Article article) => told.Article.Revision > 0 && before.SiteRevision is { } last
        ? told.Article.Revision > last
        : Content(article) != Content(before.Article) || told.Article.Revision > before.Article.Revision;

    /// <summary>What it says now, with every URL under which it was ever known: old links must go on finding it.</summary>
    static Article Merge(ToldArticle told, StoredArticle before, bool becomesNews)
    {
        var old = before.Article;
        var aliases = told.Article.Aliases.Concat(old.Aliases).Append(old.Url).Where(url => url != told.Article.Url).Distinct(StringComparer.Ordinal);
        return told.Article with
        {
            Id = old.Id,
            Revision = old.Revision,
            Aliases = [.. aliases.Take(MaxAliases)],
            // Feeds change dates on every look: what was said first stands, else each look would be an update.
            PublishedAt = told.Source is ArticleSource.Feed ? old.PublishedAt ?? told.Article.PublishedAt : told.Article.PublishedAt,
            EmbargoUntil = told.Source is ArticleSource.Feed ? old.EmbargoUntil : told.Article.EmbargoUntil,
            Backfill = !becomesNews && old.Backfill,
        };
    }

    static string Content(Article article) => JsonSerializer.Serialize(article with { Revision = 0 }, Json.Options);
}
