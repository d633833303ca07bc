using System.Text.Json;
using System.Text.Json.Serialization;
using Engagement.Platform.Http;
using Engagement.Platform.Settings;
using Engagement.Popularity.Lists;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Engagement.Popularity.Feeds;

/// <summary>Any list as JSON Feed 1.1, in the order of the list; rank, counts and reason are in <c>_engagement</c>.</summary>
static class PopularJsonFeed
{
    sealed record Feed(
        string Version, string Title, [property: JsonPropertyName("home_page_url")] string HomePageUrl, [property: JsonPropertyName("feed_url")] string? FeedUrl,
        string Description, string Language, IReadOnlyList<Item> Items);

    sealed record Item(
        string Id, string Url, string Title, [property: JsonPropertyName("content_text")] string ContentText, string? Image,
        [property: JsonPropertyName("date_published")] DateTimeOffset DatePublished, IReadOnlyList<Author>? Authors, IReadOnlyList<string> Tags, string? Language,
        [property: JsonPropertyName("_engagement")] Extra Engagement);

    sealed record Author(string Name);

    sealed record Extra(string About, int Rank, int? PreviousRank, double Score, PopularCounts Counts, string Why);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/popular.json", Handle).WithSummary("Any list as JSON Feed 1.1");

    static async Task<IResult> Handle([AsParameters] PopularQuery query, AnyList lists, SiteOptions site)
    {
        if (query.Problem() is { } problem)
        {
            return problem;
        }

        var list = query.Name();
        return await lists.Answer(list, query.Length, "jsonfeed", articles => new(
            JsonSerializer.SerializeToUtf8Bytes(Write(list, articles, site), Json.Options), "application/feed+json; charset=utf-8"));
    }

    static Feed Write(ListName list, IReadOnlyList<PopularArticle> articles, SiteOptions site) => new(
        "https://jsonfeed.org/version/1.1", FeedText.Title(list, site), site.Url, FeedText.Address("popular.json", list, site),
        FeedText.Description(list, site), site.Language,
        [.. articles.Select(article => new Item(article.Id, FeedText.Link(article.Url), article.Title, FeedText.Content(article), article.Copy.Image is { } image ? FeedText.Link(image.Url) : null, article.Copy.PublishedAt,
            article.Copy.Author is { Length: > 0 } author ? [new(author)] : null, article.Copy.Tags, article.Copy.Language,
            new(site.Url, article.Rank, article.PreviousRank, article.Score, article.Counts, article.Why)))]);
}
