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
}
