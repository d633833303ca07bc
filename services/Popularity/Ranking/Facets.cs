using Engagement.Contracts;

namespace Engagement.Popularity.Ranking;

/// <summary>
/// What an article can be found by: <c>tag:…</c>, <c>section:…</c>, <c>author:…</c>, spelling and case of letters aside. At most ten tags count, which bounds
/// what one event costs and one article keeps.
/// </summary>
static class Facets
{
    /// <summary>Tags beyond this have no lists of their own.</summary>
    public const int MaxTags = 10;

    /// <summary>The facets of an article, one a line; the empty first line says that it is listed at all.</summary>
    public static string Of(Article article) => string.Join('\n',
    [
        "",
        .. article.Tags.Select(tag => Of("tag", tag)).OfType<string>().Distinct().Take(MaxTags),
        .. new[] { Of("section", article.Section), Of("author", article.Author) }.OfType<string>(),
    ]) + "\n";

    /// <summary>One facet; null where there is no value.</summary>
    public static string? Of(string kind, string? value)
    {
        var words = value?.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) ?? [];
        return words.Length == 0 ? null : $"{kind}:{string.Join(' ', words)}";
    }

    /// <summary>The facets in what <see cref="Of(Article)"/> made; none where the article is not listed.</summary>
    public static IReadOnlyList<string> Split(string packed) => packed.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
