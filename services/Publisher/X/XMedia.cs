using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Engagement.Platform.Http;

namespace Engagement.Publisher.X;

/// <summary>Uploads a picture with its alternative text. Safe to repeat: what no post uses expires within a day.</summary>
sealed class XMedia(XCalls calls, TimeProvider time)
{
    /// <summary>A picture is ready at once or within seconds; news does not wait longer for it.</summary>
    const int MaxLooks = 4;

    sealed record Description(string Id, Metadata Metadata);

    sealed record Metadata([property: JsonPropertyName("alt_text")] AltText AltText);

    sealed record AltText(string Text);

    /// <summary>The picture's id on X; null where X did not take it.</summary>
    public async Task<(string? Id, bool Described)> Upload(byte[] bytes, string type, string? alt, CancellationToken cancellation)
    {
        using var form = new MultipartFormDataContent();
        var file = new ByteArrayContent(bytes);
        file.Headers.ContentType = new MediaTypeHeaderValue(type);
        form.Add(file, "media", "image");
        form.Add(new StringContent(type == "image/gif" ? "tweet_gif" : "tweet_image"), "media_category");
        var (id, state) = State((await calls.Send(HttpMethod.Post, "/2/media/upload", form, cancellation)).Body);
        for (var look = 0; id is not null && state is "pending" or "in_progress"; look++)
        {
            if (look == MaxLooks)
            {
                return (null, false);
            }

            await Task.Delay(TimeSpan.FromSeconds(1), time, cancellation);
            (_, state) = State((await calls.Send(HttpMethod.Get, $"/2/media/upload?command=STATUS&media_id={id}", null, cancellation)).Body);
        }

        if (id is null || state == "failed")
        {
            return (null, false);
        }

        return (id, alt is { Length: > 0 } && await Describe(id, alt, cancellation));
    }

    async Task<bool> Describe(string id, string alt, CancellationToken cancellation)
    {
        var description = new Description(id, new(new(alt.Length > 1000 ? alt[..(char.IsHighSurrogate(alt[999]) ? 999 : 1000)] : alt)));
        using var body = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(description, Json.Options));
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return (await calls.Send(HttpMethod.Post, "/2/media/metadata", body, cancellation)).Status == System.Net.HttpStatusCode.OK;
    }

    /// <summary>The id and how far X is with it; a body that holds neither is a failure.</summary>
    static (string? Id, string State) State(string? body)
    {
        try
        {
            using var json = JsonDocument.Parse(body ?? "");
            var data = json.RootElement.GetProperty("data");
            return (data.GetProperty("id").GetString(),
                data.TryGetProperty("processing_info", out var info) ? info.GetProperty("state").GetString() ?? "failed" : "succeeded");
        }
        catch (Exception unreadable) when (unreadable is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return (null, "failed");
        }
    }
}
