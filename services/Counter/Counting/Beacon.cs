using System.Text.Json;
using Engagement.Counter.Buttons;

namespace Engagement.Counter.Counting;

/// <summary>An event as it comes over the wire.</summary>
sealed record Beacon
{
    /// <summary>Made by the sender once for each event; sent again with a retry. 1 to 128 characters.</summary>
    public string Id { get; private set; } = "";

    /// <summary>The article's id or one of its URLs.</summary>
    public string Article { get; private set; } = "";

    /// <summary>share, bookmark, unbookmark, view, visit or follow.</summary>
    public string Kind { get; private set; } = "";

    /// <summary>Where it went; one of the registered targets.</summary>
    public string? Target { get; private set; }

    /// <summary>page (default), mail, rss, embed or native.</summary>
    public string Channel { get; private set; } = "page";

    /// <summary>Random id that the reader's device made for bookmarks. 8 to 128 characters.</summary>
    public string? Device { get; private set; }

    /// <summary>Server events only: when it happened.</summary>
    public DateTimeOffset? At { get; private set; }

    /// <summary>Server events only: opaque id of who did it.</summary>
    public string? Visitor { get; private set; }

    /// <summary>The event that a click on a share link is. Each click is one; the visitor window keeps repeats apart.</summary>
    public static Beacon OfClick(string article, ShareTarget target, string channel) => new()
    {
        Id = Guid.NewGuid().ToString("N"),
        Article = article,
        Kind = target.Kind == TargetKind.Follow ? "follow" : "share",
        Target = target.CountedAs,
        Channel = channel,
    };

    /// <summary>Reads the object on which the reader stands. Fields that we do not know are skipped, so that senders may be newer.</summary>
    /// <exception cref="JsonException">It is no object, or a field has the wrong type.</exception>
    public static Beacon Read(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartObject)
            throw new JsonException("An event is a JSON object.");

        var beacon = new Beacon();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            beacon.ReadField(ref json);
        return beacon;
    }

    void ReadField(ref Utf8JsonReader json)
    {
        if (json.ValueTextEquals("id"u8))
            Id = Text(ref json, "id") ?? "";
        else if (json.ValueTextEquals("article"u8))
            Article = Text(ref json, "article") ?? "";
        else if (json.ValueTextEquals("kind"u8))
            Kind = Text(ref json, "kind") ?? "";
        else if (json.ValueTextEquals("target"u8))
            Target = Text(ref json, "target");
        else if (json.ValueTextEquals("channel"u8))
            Channel = Text(ref json, "channel") ?? "page";
        else if (json.ValueTextEquals("device"u8))
            Device = Text(ref json, "device");
        else if (json.ValueTextEquals("visitor"u8))
            Visitor = Text(ref json, "visitor");
        else if (json.ValueTextEquals("at"u8))
            At = Time(ref json);
        else
            json.Skip();
    }

    static string? Text(ref Utf8JsonReader json, string field)
    {
        json.Read();
        return json.TokenType is JsonTokenType.String or JsonTokenType.Null
            ? json.GetString()
            : throw new JsonException($"The field {field} must be text.");
    }

    static DateTimeOffset? Time(ref Utf8JsonReader json)
    {
        json.Read();
        return json.TokenType == JsonTokenType.Null ? null
            : json.TokenType == JsonTokenType.String && json.TryGetDateTimeOffset(out var at) ? at
            : throw new JsonException("The field at must be an ISO 8601 time such as 2026-11-23T10:00:00Z.");
    }
}
