using System.Text.Json;
using Engagement.Platform.Http;

namespace Engagement.Popularity.Lists;

/// <summary>A list as JSON: the answer of <c>GET /api/popular</c> and the data of the stream's events.</summary>
static class PopularBody
{
    sealed record Popular(string List, string Window, string? Tag, string? Section, string? Author, string? Target, IReadOnlyList<PopularArticle> Articles);

    /// <summary>The answer for any list.</summary>
    public static Answer Answer(ListName list, IReadOnlyList<PopularArticle> articles)
    {
        var facet = list.Facet?.Split(':', 2);
        string? Of(string kind) => facet?[0] == kind ? facet[1] : null;
        var body = new Popular(list.List, list.Window, Of("tag"), Of("section"), Of("author"), Of("target"), articles);
        return new(JsonSerializer.SerializeToUtf8Bytes(body, Json.Options), "application/json; charset=utf-8");
    }
}
