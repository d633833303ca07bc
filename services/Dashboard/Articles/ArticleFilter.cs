using System.Globalization;
using Engagement.Dashboard.Api;
using Engagement.Dashboard.Numbers;
using Microsoft.AspNetCore.Http;

namespace Engagement.Dashboard.Articles;

/// <summary>The filter of the list, as it stands in the page's address.</summary>
static class ArticleFilter
{
    public static readonly IReadOnlyList<string> Names = ["search", "tag", "section", "author", "from", "to"];

    /// <summary>The filter as the API takes it: a day means that day in the site's zone, the last one included.</summary>
    public static IEnumerable<(string Name, string? Value)> Of(HttpRequest request, Clock clock) => Names.Select(name => (name, name switch
    {
        "from" => clock.Midnight(request.Query[name]),
        "to" => clock.Midnight(request.Query[name], daysLater: 1),
        _ => (string?)request.Query[name],
    }));

    /// <summary>Whether an article of a ranked list passes: the same filter, for lists that the API cannot filter.</summary>
    /// <param name="article">The article.</param>
    /// <param name="filter">The names and values that are set, days as instants.</param>
    public static bool Passes(ListedArticle article, IReadOnlyDictionary<string, string> filter) => filter.All(wanted => wanted.Key switch
    {
        "search" => wanted.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries).All(word => article.Title.Contains(word, StringComparison.CurrentCultureIgnoreCase)),
        "tag" => article.Tags.Contains(wanted.Value, StringComparer.OrdinalIgnoreCase),
        "section" => string.Equals(article.Section, wanted.Value, StringComparison.OrdinalIgnoreCase),
        "author" => string.Equals(article.Author, wanted.Value, StringComparison.OrdinalIgnoreCase),
        "from" => (article.PublishedAt ?? article.AcceptedAt) >= At(wanted.Value),
        "to" => (article.PublishedAt ?? article.AcceptedAt) < At(wanted.Value),
        _ => true,
    });

    static DateTimeOffset At(string instant) => DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture);
}
