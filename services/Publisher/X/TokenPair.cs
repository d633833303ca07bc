using System.Text.Json;

namespace Engagement.Publisher.X;

/// <summary>What OAuth 2.0 gave us: an access token for hours and a refresh token that works once.</summary>
/// <param name="Access">Signs calls.</param>
/// <param name="Refresh">Is exchanged for the next pair; empty where none was granted.</param>
/// <param name="Scope">What was allowed, parted by spaces.</param>
/// <param name="IssuedAt">When we got it.</param>
/// <param name="ExpiresAt">When the access token ends.</param>
sealed record TokenPair(string Access, string Refresh, string Scope, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt)
{
    /// <summary>What posting needs.</summary>
    public const string Scopes = "tweet.read tweet.write users.read media.write offline.access";

    /// <summary>Reads the answer of the token endpoint; null where it is none.</summary>
    public static TokenPair? Read(string? body, DateTimeOffset now)
    {
        try
        {
            using var json = JsonDocument.Parse(body ?? "");
            var root = json.RootElement;
            return new(root.GetProperty("access_token").GetString()!, Text(root, "refresh_token"), Text(root, "scope"), now,
                now.AddSeconds(root.GetProperty("expires_in").GetInt32()));
        }
        catch (Exception unreadable) when (unreadable is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    static string Text(JsonElement root, string name) => root.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}
