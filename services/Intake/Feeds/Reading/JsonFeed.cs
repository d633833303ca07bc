using System.Text.Json;

namespace Engagement.Intake.Feeds.Reading;

/// <summary>JSON Feed 1 and 1.1.</summary>
static class JsonFeed
{
    public static FeedDocument Read(string text, Uri address)
    {
        try
        {
            using var json = JsonDocument.Parse(text.TrimStart('\uFEFF'), new() { MaxDepth = 32, AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            var root = json.RootElement;
            if (Text(root, "version")?.Contains("jsonfeed.org/version/", StringComparison.Ordinal) != true
                || !root.TryGetProperty("items", out var items) || items.ValueKind is not JsonValueKind.Array)
            {
                throw new FeedProblem("It is JSON but no JSON Feed: version or items are missing.");
            }

            var language = Text(root, "language");
            return new(Text(root, "title"), [.. items.EnumerateArray().Where(item => item.ValueKind is JsonValueKind.Object).Select(item => Item(item, address, language))],
                Array(root, "hubs").Select(hub => Text(hub, "url")).FirstOrDefault(url => url is not null), Text(root, "feed_url"));
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            throw new FeedProblem("It is not well-formed JSON.");
        }
    }

    static FeedItem Item(JsonElement item, Uri address, string? language)
    {
        var author = Array(item, "authors").FirstOrDefault();
        if (author.ValueKind is not JsonValueKind.Object)
        {
            item.TryGetProperty("author", out author);
        }

        return new()
        {
            Id = item.TryGetProperty("id", out var id) ? id.ToString() : null,
            Link = Xml.Resolve(address, Text(item, "url") ?? Text(item, "external_url")),
            Title = Text(item, "title"),
            AuthorName = Text(author, "name"),
            Published = Text(item, "date_published"),
            Updated = Text(item, "date_modified"),
            Summary = Text(item, "summary") ?? Text(item, "content_html") ?? Text(item, "content_text"),
            Tags = [.. Array(item, "tags").Where(tag => tag.ValueKind is JsonValueKind.String).Select(tag => tag.GetString()!)],
            Image = Xml.Resolve(address, Text(item, "image") ?? Text(item, "banner_image")),
            Language = Text(item, "language") ?? language,
        };
    }

    static string? Text(JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String
            && value.GetString()?.Trim() is { Length: > 0 } text ? text : null;

    static IEnumerable<JsonElement> Array(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Array ? value.EnumerateArray() : [];
}
