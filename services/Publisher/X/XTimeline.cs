using System.Net;
using System.Text.Json;
using Engagement.Publisher.Sending;

namespace Engagement.Publisher.X;

/// <summary>Reads a page of the account's own timeline, in either naming generation.</summary>
static class XTimeline
{
    static readonly (string Theirs, string Ours)[] Names =
    [
        ("like_count", "likes"), ("retweet_count", "reposts"), ("repost_count", "reposts"), ("reply_count", "replies"),
        ("quote_count", "quotes"), ("bookmark_count", "bookmarks"), ("impression_count", "impressions"),
    ];

    /// <summary>The posts and the token of the next page; null where the body is no timeline.</summary>
    public static (IReadOnlyList<StandingPost> Posts, string? Next)? Read(string? body)
    {
        try
        {
            using var json = JsonDocument.Parse(body ?? "");
            var root = json.RootElement;
            // An account without posts in the span has no "data" but a "meta" that counts to zero.
            if (!root.TryGetProperty("data", out var data) && !root.TryGetProperty("meta", out _))
            {
                return null;
            }

            var posts = data.ValueKind == JsonValueKind.Array ? data.EnumerateArray().Select(Post).ToList() : [];
            return (posts, root.TryGetProperty("meta", out var meta) && meta.TryGetProperty("next_token", out var next) ? next.GetString() : null);
        }
        catch (Exception unreadable) when (unreadable is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    static StandingPost Post(JsonElement post)
    {
        var text = WebUtility.HtmlDecode(post.GetProperty("text").GetString() ?? "");
        var links = new List<string>();
        if (post.TryGetProperty("entities", out var entities) && entities.TryGetProperty("urls", out var urls))
        {
            foreach (var link in urls.EnumerateArray())
            {
                var expanded = Text(link, "expanded_url");
                links.AddRange(new[] { expanded, Text(link, "unwound_url") }.OfType<string>());
                if (expanded is not null && Text(link, "url") is { } shortened)
                {
                    text = text.Replace(shortened, expanded, StringComparison.Ordinal);
                }
            }
        }

        return new(post.GetProperty("id").GetString()!, text, links,
            post.TryGetProperty("created_at", out var at) ? at.GetDateTimeOffset() : default) { Metrics = Metrics(post) };
    }

    static Dictionary<string, long> Metrics(JsonElement post)
    {
        var metrics = new Dictionary<string, long>();
        if (post.TryGetProperty("public_metrics", out var counts))
        {
            foreach (var (theirs, ours) in Names)
            {
                if (counts.TryGetProperty(theirs, out var count))
                {
                    metrics[ours] = count.GetInt64();
                }
            }
        }

        return metrics;
    }

    static string? Text(JsonElement holder, string name) =>
        holder.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
