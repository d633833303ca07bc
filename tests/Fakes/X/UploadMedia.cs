using System.Globalization;
using System.Text.Json.Nodes;

namespace Engagement.Fakes.X;

/// <summary>
/// <c>/2/media/upload</c>: in one piece (multipart or base64 in JSON), in segments by the newer addresses, or in segments by the older
/// <c>command=INIT|APPEND|FINALIZE</c>; <c>command=STATUS</c> tells how far it is.
/// </summary>
sealed class UploadMedia(MediaStore media, Refusal refusal)
{
    static readonly string[] Categories = ["tweet_image", "tweet_gif", "tweet_video", "dm_image", "dm_gif", "dm_video", "subtitles"];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/2/media/upload", (HttpContext http, Gate gate, UploadMedia upload) => gate.Pass(http, Call.UploadMedia, upload.Answer));
        routes.MapGet("/2/media/upload", (HttpContext http, Gate gate, UploadMedia upload) =>
            gate.Pass(http, Call.UploadMedia, (_, _) => upload.Show(http.Request.Query["media_id"].ToString())));
        routes.MapPost("/2/media/upload/initialize", (HttpContext http, Gate gate, UploadMedia upload) =>
            gate.Pass(http, Call.UploadMedia, (_, body) => upload.Begin(Fields.Of(http.Request, body))));
        routes.MapPost("/2/media/upload/{id}/append", (HttpContext http, Gate gate, UploadMedia upload, string id) =>
            gate.Pass(http, Call.UploadMedia, (_, body) => upload.Append(id, Fields.Of(http.Request, body))));
        routes.MapPost("/2/media/upload/{id}/finalize", (HttpContext http, Gate gate, UploadMedia upload, string id) =>
            gate.Pass(http, Call.UploadMedia, (_, _) => upload.Complete(id)));
    }

    Reply Answer(HttpContext http, byte[] body)
    {
        var fields = Fields.Of(http.Request, body);
        return fields.Text("command") switch
        {
            "INIT" => Begin(fields),
            "APPEND" => Append(fields.Text("media_id"), fields),
            "FINALIZE" => Complete(fields.Text("media_id")),
            _ => fields.Bytes("media") is not { } bytes ? refusal.InvalidRequest("$.media: is missing but it is required, as a part with a file name or as base64")
                : Category(fields) ?? (media.Add(bytes) is { } added ? media.Show(added) : Unfit()),
        };
    }

    Reply Begin(Fields fields)
    {
        if (!int.TryParse(fields.Text("total_bytes"), out var total) || total <= 0 || fields.Text("media_type").Length == 0)
            return refusal.InvalidRequest("$.total_bytes, $.media_type: are missing but they are required");

        return Category(fields) ?? Reply.Json(200, new JsonObject { ["data"] = new JsonObject { ["id"] = media.Begin(), ["expires_after_secs"] = FakeMedia.LifeSeconds } });
    }

    Reply Append(string id, Fields fields) =>
        int.TryParse(fields.Text("segment_index"), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
        && fields.Bytes("media") is { } bytes && media.Append(id, index, bytes)
            ? Reply.Json(200, new JsonObject { ["data"] = new JsonObject { ["expires_at"] = FakeMedia.LifeSeconds } })
            : refusal.InvalidRequest("The segment does not belong to an open upload, has no bytes, or was there before.", "segment_index", fields.Text("segment_index"));

    Reply Complete(string id) => media.Complete(id) is { } complete ? media.Show(complete) : Unfit();

    Reply Show(string id) => media.Find(id) is { } found ? media.Show(found) : refusal.NotFound();

    Reply? Category(Fields fields) => Categories.Contains(fields.Text("media_category")) ? null
        : refusal.InvalidRequest($"$.media_category: does not have a value in the enumeration [{string.Join(", ", Categories)}]");

    Reply Unfit() => refusal.InvalidRequest("The media is not a JPG, PNG or WEBP of at most 5 MB or a GIF of at most 15 MB.", "media", "");
}
