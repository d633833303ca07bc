using System.Text.Json;

namespace Engagement.Publisher.X;

/// <summary>
/// What X says when it refuses, in whichever of its shapes: problem JSON of either host and content type, the v1.1 list of errors,
/// a spend report, plain text, an HTML page or nothing.
/// </summary>
sealed record XProblem(string Title, string Detail, string Type, int Code, string Period)
{
    /// <summary>Where the body is none that X's API writes: a proxy, a block page, or nothing.</summary>
    public static XProblem None { get; } = new("", "", "", 0, "");

    public bool IsReadable => this != None;

    /// <summary>One sentence for an editor, bounded.</summary>
    public string Say(int status)
    {
        var said = Detail.Length > 0 ? Detail : Title;
        return said.Length > 0 ? $"X answered {status}: {(said.Length > 300 ? said[..300] : said).TrimEnd('.')}." : $"X answered {status} without a reason.";
    }

    /// <summary>True where any part of it holds a text.</summary>
    public bool Mentions(string text) =>
        Detail.Contains(text, StringComparison.OrdinalIgnoreCase) || Title.Contains(text, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a body; what cannot be read is <see cref="None"/>.</summary>
    public static XProblem Read(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object ? Read(json.RootElement) : None;
        }
        catch (JsonException)
        {
            return None;
        }
    }

    static XProblem Read(JsonElement root)
    {
        var first = root.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Array && errors.GetArrayLength() > 0
            && errors[0].ValueKind == JsonValueKind.Object ? errors[0] : default;
        var detail = Text(root, "detail");
        var message = Text(first, "message") is { Length: > 0 } said ? said : Text(first, "detail");
        return new(Text(root, "title"), (detail, message) switch
        {
            ("", _) => message,
            (_, "") => detail,
            _ => $"{detail.TrimEnd('.')}: {message}",
        }, LastSegment(Text(root, "type")), Number(first, "code"), Text(root, "period"));
    }

    /// <summary>The host of a problem type changed once already, so only what stands after the last slash counts.</summary>
    static string LastSegment(string type) => type[(type.LastIndexOf('/') + 1)..];

    static string Text(JsonElement holder, string name) =>
        holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : "";

    static int Number(JsonElement holder, string name) =>
        holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(name, out var value) && value.TryGetInt32(out var number) ? number : 0;
}
