using System.Globalization;
using System.Text.Json.Nodes;

namespace Engagement.Fakes.X;

/// <summary>A post as the API shows it: only what was asked for, under the names of the generation.</summary>
sealed class PostJson(FakeXOptions options, Refusal refusal)
{
    static readonly string[] Offered =
    [
        "attachments", "author_id", "created_at", "edit_history_tweet_ids", "edit_history_post_ids", "entities", "id", "text",
        "public_metrics", "non_public_metrics", "organic_metrics",
    ];

    static readonly string[] Private = ["non_public_metrics", "organic_metrics"];

    /// <summary>Why this query is refused: X knows every parameter and every field.</summary>
    public Reply? Problem(IQueryCollection query, params string[] known)
    {
        string[] all = [.. known, .. options.Naming.Fields()];
        if (query.Keys.FirstOrDefault(key => !all.Contains(key)) is { } unknown)
            return refusal.InvalidRequest($"The query parameter [{unknown}] is not one of [{string.Join(',', all)}]", unknown, query[unknown]);

        return Asked(query).FirstOrDefault(field => !Offered.Contains(field)) is { } field
            ? refusal.InvalidRequest($"The `{options.Naming.Fields()[0]}` query parameter value [{field}] is not one of [{string.Join(',', Offered)}]",
                options.Naming.Fields()[0], field)
            : null;
    }

    /// <summary>The posts under <c>data</c>, and under <c>errors</c> what may not be shown of them.</summary>
    public JsonObject Of(IReadOnlyList<FakePost> posts, IQueryCollection query)
    {
        var asked = Asked(query).ToHashSet();
        var answer = new JsonObject();
        if (posts.Count > 0)
        {
            answer["data"] = new JsonArray([.. posts.Select(post => Of(post, asked))]);
        }

        var hidden = Private.Where(asked.Contains)
            .SelectMany(field => posts.Where(post => !MayShowPrivate(post)).Select(post => refusal.HiddenField(field, post.Id)));
        return WithErrors(answer, hidden);
    }

    /// <summary>The text as answers carry it.</summary>
    public string TextOf(FakePost post) => !options.EscapesText ? post.Text : post.Text.Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    /// <summary>Adds entries under <c>errors</c>, where there are any.</summary>
    public static JsonObject WithErrors(JsonObject answer, IEnumerable<JsonObject> errors)
    {
        foreach (var error in errors)
        {
            answer.TryAdd("errors", new JsonArray());
            answer["errors"]!.AsArray().Add(error);
        }

        return answer;
    }

    JsonObject Of(FakePost post, HashSet<string> asked)
    {
        var shown = new JsonObject { ["id"] = post.Id, ["text"] = TextOf(post), [options.Naming.EditHistory()] = new JsonArray(post.Id) };
        void Show(string field, Func<JsonNode?> value)
        {
            if (asked.Contains(field) && value() is { } node)
            {
                shown[field] = node;
            }
        }

        var metrics = Metrics.Of(post, options.Time.GetUtcNow());
        Show("author_id", () => post.By.Id);
        Show("created_at", () => post.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        Show("entities", () => post.Links.Count == 0 ? null : new JsonObject { ["urls"] = new JsonArray([.. post.Links.Select(Link)]) });
        Show("attachments", () => post.MediaIds.Count == 0 ? null
            : new JsonObject { ["media_keys"] = new JsonArray([.. post.MediaIds.Select(id => JsonValue.Create($"3_{id}"))]) });
        Show("public_metrics", () => metrics.Public(options.Naming));
        Show("non_public_metrics", () => MayShowPrivate(post) ? metrics.Private() : null);
        Show("organic_metrics", () => MayShowPrivate(post) ? metrics.Organic(options.Naming) : null);
        return shown;
    }

    /// <summary>Private figures end after 30 days.</summary>
    bool MayShowPrivate(FakePost post) => options.Time.GetUtcNow() - post.At <= TimeSpan.FromDays(30);

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

    IEnumerable<string> Asked(IQueryCollection query) => options.Naming.Fields()
        .SelectMany(name => query[name].ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
}
