using System.Text.Json;
using System.Text.Json.Nodes;

namespace Engagement.Intake.Pages;

/// <summary>Reads a schema.org NewsArticle, as pages carry it and as some sites post it, into the fields of an article.</summary>
static class SchemaOrg
{
    /// <summary>The article among what a page says of itself: an object, an array or a <c>@graph</c>; null where there is none.</summary>
    public static JsonElement? Find(JsonElement json, int depth = 0)
    {
        if (depth > 5)
        {
            return null;
        }

        return json.ValueKind switch
        {
            JsonValueKind.Array => json.EnumerateArray().Select(item => Find(item, depth + 1)).FirstOrDefault(found => found is not null),
            JsonValueKind.Object when IsArticle(json) => json,
            JsonValueKind.Object when json.TryGetProperty("@graph", out var graph) => Find(graph, depth + 1),
            _ => null,
        };
    }

    public static bool IsArticle(JsonElement json) => json.ValueKind is JsonValueKind.Object && json.TryGetProperty("@type", out var type)
        && (type.ValueKind is JsonValueKind.Array ? type.EnumerateArray() : Enumerable.Repeat(type, 1)).Any(name => name.ValueKind is JsonValueKind.String
            && (name.GetString()!.EndsWith("Article", StringComparison.Ordinal) || name.GetString() is "BlogPosting" or "LiveBlogPosting" or "Report"));

    /// <summary>Its values under our names. Only what is there.</summary>
    public static JsonObject ToFields(JsonElement article)
    {
        var fields = new JsonObject();
        Put(fields, "url", Text(article, "url") ?? Text(article, "mainEntityOfPage") ?? Nested(article, "mainEntityOfPage", "@id") ?? Text(article, "@id"));
        Put(fields, "title", Text(article, "headline") ?? Text(article, "name"));
        Put(fields, "summary", Text(article, "description"));
        Put(fields, "section", First(article, "articleSection", null));
        Put(fields, "author", First(article, "author", "name"));
        Put(fields, "language", Text(article, "inLanguage") ?? Nested(article, "inLanguage", "alternateName"));
        Put(fields, "publishedAt", Text(article, "datePublished"));
        Put(fields, "id", Text(article, "identifier"));
        if (Keywords(article) is { Count: > 0 } tags)
        {
            fields["tags"] = new JsonArray([.. tags.Select(tag => JsonValue.Create(tag))]);
        }

        if ((First(article, "image", "url") ?? First(article, "image", "contentUrl")) is { } image)
        {
            fields["image"] = new JsonObject { ["url"] = image, ["alt"] = First(article, "image", "caption") ?? First(article, "image", "description") };
        }

        return fields;
    }

    static void Put(JsonObject fields, string name, string? value)
    {
        if (!string.IsNullOrWhiteSpace(value))
        {
            fields[name] = value;
        }
    }

    static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    static string? Nested(JsonElement json, string name, string inner) =>
        json.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Object ? Text(value, inner) : null;

    /// <summary>A value may be a text, an object that has it inside, or an array of either.</summary>
    static string? First(JsonElement json, string name, string? inner)
    {
        if (!json.TryGetProperty(name, out var value))
        {
            return null;
        }

        return (value.ValueKind is JsonValueKind.Array ? value.EnumerateArray() : Enumerable.Repeat(value, 1)).Select(item => item.ValueKind switch
        {
            JsonValueKind.String when inner is null or "url" or "name" => item.GetString(),
            JsonValueKind.Object when inner is not null => Text(item, inner),
            _ => null,
        }).FirstOrDefault(text => !string.IsNullOrWhiteSpace(text));
    }

    static List<string> Keywords(JsonElement article)
    {
        if (!article.TryGetProperty("keywords", out var value))
        {
            return [];
        }

        return [.. (value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            JsonValueKind.Array => value.EnumerateArray().Where(item => item.ValueKind is JsonValueKind.String).Select(item => item.GetString()!),
            _ => [],
        }).Distinct(StringComparer.OrdinalIgnoreCase)];
    }
}
