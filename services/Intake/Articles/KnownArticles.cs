using System.Security.Cryptography;
using System.Text;
using Engagement.Intake.Catalogue;

namespace Engagement.Intake.Articles;

/// <summary>What is known of the articles of one call, as it was read, with what the call has changed so far on top.</summary>
sealed class KnownArticles(IReadOnlyDictionary<string, string> names, IReadOnlyDictionary<string, StoredArticle> articles)
{
    readonly Dictionary<string, string> claimed = new(StringComparer.Ordinal);
    readonly Dictionary<string, StoredArticle> changed = new(StringComparer.Ordinal);
    readonly Dictionary<string, List<string>> owed = new(StringComparer.Ordinal);

    /// <summary>Every name that the article goes by: its id, its URL and its aliases.</summary>
    public static IEnumerable<string> NamesOf(ToldArticle told) =>
        new[] { told.Article.Id, told.Key }.Concat(told.AliasKeys).Where(name => name.Length > 0);

    /// <summary>Stands among the names to find articles with one title; no id and no URL looks like it.</summary>
    public static string TitleName(string title) => $"title:{HashId(title.ToLowerInvariant())}";

    /// <summary>The id of an article whose site gives none. 64 bits: among a million articles two meet once in 37 million sites.</summary>
    public static string HashId(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 8));

    public StoredArticle? ById(string id) =>
        changed.TryGetValue(id, out var latest) ? latest : articles.GetValueOrDefault(id);

    public StoredArticle? ByName(string name) =>
        (claimed.GetValueOrDefault(name) ?? names.GetValueOrDefault(name)) is { } id ? ById(id) : null;

    /// <summary>Sets an article's new state, to be written with the others.</summary>
    public void Change(StoredArticle article, AnnouncementKind kind, IEnumerable<string> itsNames)
    {
        var id = article.Article.Id;
        changed[id] = article;
        if (!owed.TryGetValue(id, out var announcements))
        {
            owed[id] = announcements = [];
        }

        announcements.Add(new Announcement(kind, id, article.Article.Revision).ToString());
        foreach (var name in itsNames.Where(name => name != id))
        {
            claimed[name] = id;
        }
    }

    public IReadOnlyCollection<Change> Changes() =>
        [.. changed.Select(change => new Change(articles.GetValueOrDefault(change.Key), change.Value, owed[change.Key],
            claimed.Where(claim => claim.Value == change.Key && names.GetValueOrDefault(claim.Key) != change.Key)
                .ToDictionary(claim => claim.Key, claim => names.GetValueOrDefault(claim.Key))))];
}
