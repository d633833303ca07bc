using System.Globalization;
using System.Text.Json.Nodes;

namespace Engagement.Fakes.X;

/// <summary>A post as the API shows it: only what was asked for.</summary>
sealed class PostJson(FakeXOptions options)
{
    static readonly string[] Offered =
    [
        "attachments", "author_id", "created_at", "edit_history_tweet_ids", "edit_history_post_ids", "entities", "id", "lang", "text",
    ];

    public string? UnknownField(IQueryCollection query) => Asked(query).FirstOrDefault(field => !Offered.Contains(field));

    public JsonObject Of(FakePost post, IQueryCollection query)
    {
        var asked = Asked(query).ToHashSet();
        var shown = new JsonObject
        {
            ["id"] = post.Id,
            ["text"] = post.Text,
            [options.Naming.EditHistory()] = new JsonArray(post.Id),
        };
        if (asked.Contains("author_id"))
        {
            shown["author_id"] = options.UserId;
        }

        if (asked.Contains("created_at"))
        {
            shown["created_at"] = post.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        }

        if (asked.Contains("entities") && post.Links.Count > 0)
        {
            shown["entities"] = new JsonObject { ["urls"] = new JsonArray([.. post.Links.Select(Link)]) };
        }

        return shown;
    }

    static JsonObject Link(FakeLink link) => new()
    {
        ["start"] = link.Start,
        ["end"] = link.Start + link.Short.Length,
        ["url"] = link.Short,
        ["expanded_url"] = link.Expanded,
        ["display_url"] = link.Display,
        ["status"] = 200,
        ["unwound_url"] = link.Expanded,
    };

    IEnumerable<string> Asked(IQueryCollection query) =>
        query[options.Naming.Fields()].ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
