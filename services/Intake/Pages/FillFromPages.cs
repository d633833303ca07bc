using System.Text.Json;
using System.Text.Json.Nodes;
using Engagement.Platform.Http;
using Engagement.Platform.Urls;

namespace Engagement.Intake.Pages;

/// <summary>
/// Where somebody tells of an article by its URL alone, its page is read for the rest. What was told besides the URL stands; what is a
/// schema.org NewsArticle becomes one of our articles.
/// </summary>
sealed class FillFromPages(ReadPage pages, UrlRules urls)
{
    /// <summary>Each is a request to the site, and the caller waits for it.</summary>
    const int MaxPages = 20;

    const int AtOnce = 4;

    /// <summary>The call with what the pages said, and the reasons for which pages could not be read, by index.</summary>
    public async Task<(JsonElement Json, IReadOnlyDictionary<int, string> Problems)> Fill(JsonElement json, CancellationToken cancellation)
    {
        var elements = json.ValueKind is JsonValueKind.Array ? [.. json.EnumerateArray()] : new[] { json };
        if (!elements.Any(element => SchemaOrg.IsArticle(element) || IsBare(element)))
        {
            return (json, new Dictionary<int, string>());
        }

        for (var index = 0; index < elements.Length; index++)
        {
            if (SchemaOrg.IsArticle(elements[index]))
            {
                elements[index] = JsonSerializer.SerializeToElement(SchemaOrg.ToFields(elements[index]), Json.Options);
            }
        }

        Dictionary<int, string> problems = [];
        var bare = Enumerable.Range(0, elements.Length).Where(index => IsBare(elements[index])).ToList();
        foreach (var index in bare.Skip(MaxPages))
        {
            problems[index] = $"at most {MaxPages} articles a call may come without a title";
        }

        foreach (var some in bare.Take(MaxPages).Chunk(AtOnce))
        {
            var read = await Task.WhenAll(some.Select(index => pages.Read(elements[index].GetProperty("url").GetString()!, cancellation)));
            foreach (var (index, page) in some.Zip(read))
            {
                if (page.Fields is { } fields)
                {
                    elements[index] = Merge(elements[index], fields);
                }
                else
                {
                    problems[index] = $"its page was asked, but {page.Problem}";
                }
            }
        }

        return (JsonSerializer.SerializeToElement(elements, Json.Options), problems);
    }

    bool IsBare(JsonElement element) => element.ValueKind is JsonValueKind.Object
        && !element.EnumerateObject().Any(field => field.Name.Equals("title", StringComparison.OrdinalIgnoreCase) && field.Value.ValueKind is not JsonValueKind.Null)
        && element.TryGetProperty("url", out var url) && url.ValueKind is JsonValueKind.String && urls.Normalise(url.GetString()!) is not null;

    /// <summary>The page's URL is the canonical one; the one that was told becomes an alias of it.</summary>
    static JsonElement Merge(JsonElement told, JsonObject page)
    {
        var url = told.GetProperty("url").GetString()!;
        if (page["url"]?.GetValue<string>() != url && !told.TryGetProperty("aliases", out _))
        {
            page["aliases"] = new JsonArray(url);
        }

        foreach (var field in told.EnumerateObject().Where(field => field.Name != "url"))
        {
            page[field.Name] = JsonNode.Parse(field.Value.GetRawText());
        }

        return JsonSerializer.SerializeToElement(page, Json.Options);
    }
}
