using System.Globalization;
using System.Text.Json.Nodes;

namespace Engagement.Intake.Commands;

/// <summary>
/// A row of a CSV file. Columns are named as the fields of an article, in camel or snake case; tags and aliases are separated by
/// semicolons; <c>image</c> and <c>imageAlt</c> make the picture; <c>shares:x</c>, <c>bookmarks</c> and <c>views</c> are historic counts.
/// </summary>
static class CsvRow
{
    public static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal).Trim().ToLowerInvariant();

    public static ImportRecord Read(string place, IReadOnlyList<string> header, IReadOnlyList<string> row)
    {
        var article = new JsonObject();
        var counts = new JsonObject();
        for (var index = 0; index < Math.Min(header.Count, row.Count); index++)
        {
            if (row[index].Trim() is not { Length: > 0 } text)
            {
                continue;
            }

            var name = Plain(header[index]);
            if (name.StartsWith("shares:", StringComparison.Ordinal) || name is "bookmarks" or "views")
            {
                if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
                {
                    return new(place, null, Problem: $"{header[index]} must be a whole number; it is \"{text}\"");
                }

                Count(counts, name, count);
            }
            else
            {
                Put(article, name, text);
            }
        }

        return ImportRecord.Of(place, article) with { Counts = counts.Count > 0 ? counts : null };
    }

    static void Count(JsonObject counts, string name, long count)
    {
        if (name.StartsWith("shares:", StringComparison.Ordinal))
        {
            counts["byTarget"] ??= new JsonObject();
            counts["byTarget"]![name["shares:".Length..]] = count;
        }
        else
        {
            counts[name] = count;
        }
    }

    static void Put(JsonObject article, string name, string text)
    {
        switch (name)
        {
            case "tags" or "aliases":
                article[name] = new JsonArray([.. text.Split([';', '|'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(item => JsonValue.Create(item))]);
                break;
            case "image" or "imageurl":
                article["image"] ??= new JsonObject();
                article["image"]!["url"] = text;
                break;
            case "imagealt":
                article["image"] ??= new JsonObject();
                article["image"]!["alt"] = text;
                break;
            case "nosocial" or "breaking":
                article[name] = text.ToLowerInvariant() is "true" or "1" or "yes";
                break;
            case "revision":
                article[name] = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : text;
                break;
            default:
                article[name] = text;
                break;
        }
    }
}
