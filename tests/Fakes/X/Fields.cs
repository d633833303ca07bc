using System.Text.Json;
using System.Text.Json.Nodes;

namespace Engagement.Fakes.X;

/// <summary>What a request carries, whether as query, as a multipart form or as JSON.</summary>
sealed class Fields(IQueryCollection query, IFormCollection? form, JsonObject? json)
{
    public static Fields Of(HttpRequest request, byte[] body) =>
        new(request.Query, request.HasFormContentType ? request.Form : null, request.HasJsonContentType() ? Parse(body) : null);

    /// <summary>The text of a field; empty where it is not there.</summary>
    public string Text(string name) => json?[name]?.ToString() ?? (form?.ContainsKey(name) == true ? form[name].ToString() : query[name].ToString());

    /// <summary>A file's bytes, as a part or as base64; null where it is not there.</summary>
    public byte[]? Bytes(string name)
    {
        if (form?.Files[name] is { } file)
        {
            using var copy = new MemoryStream();
            file.CopyTo(copy);
            return copy.ToArray();
        }

        var text = Text(name);
        var bytes = new byte[text.Length];
        return text.Length > 0 && Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
    }

    /// <summary>The body as a JSON object; null where it is none.</summary>
    public static JsonObject? Parse(byte[] body)
    {
        try
        {
            return JsonNode.Parse(body) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
