namespace Engagement.Intake.Catalogue;

/// <summary>The lists in which an article stands, and by which time. A list of each tag, section and author, so that none is looked for among all articles.</summary>
static class ArticleLists
{
    /// <summary>Every article by when it was published.</summary>
    public const string All = "all";

    /// <summary>Every article by when it last changed: from here it is announced again.</summary>
    public const string Accepted = "accepted";

    public static string Tag(string tag) => Named("tag", tag);

    public static string Section(string section) => Named("section", section);

    public static string Author(string author) => Named("author", author);

    /// <summary>Where an article stands.</summary>
    public static IEnumerable<(string List, long At)> Of(StoredArticle stored)
    {
        var at = stored.ListedAt.ToUnixTimeMilliseconds();
        var article = stored.Article;
        string?[] facets =
        [
            All,
            article.Section is { } section ? Section(section) : null,
            article.Author is { } author ? Author(author) : null,
            .. article.Tags.Select(Tag),
        ];
        return facets.OfType<string>().Distinct(StringComparer.Ordinal).Select(list => (list, at)).Append((Accepted, stored.ChangedAt.ToUnixTimeMilliseconds()));
    }

    // In any case, as a filter compares them.
    static string Named(string kind, string name) => $"{kind}:{name.ToUpperInvariant()}";
}
