using System.Text.Json;

namespace Engagement.Publisher.X;

/// <summary>Who posts: the account that the credentials belong to.</summary>
/// <param name="Id">X's id, which never changes.</param>
/// <param name="Username">Its handle, without @.</param>
/// <param name="Name">As readers see it.</param>
/// <param name="CheckedAt">When X last said so.</param>
sealed record XUser(string Id, string? Username, string? Name, DateTimeOffset CheckedAt)
{
    /// <summary>Reads an answer of <c>/2/users/me</c>; null where it is none.</summary>
    public static XUser? Read(string? body, DateTimeOffset now)
    {
        try
        {
            using var json = JsonDocument.Parse(body ?? "");
            var data = json.RootElement.GetProperty("data");
            return data.GetProperty("id").GetString() is { Length: > 0 and < 20 } id ? new(id, Text(data, "username"), Text(data, "name"), now) : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    static string? Text(JsonElement data, string name) =>
        data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: <= 200 } text ? text : null;
}
