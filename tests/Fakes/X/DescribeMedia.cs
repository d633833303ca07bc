using System.Text.Json.Nodes;

namespace Engagement.Fakes.X;

/// <summary><c>POST /2/media/metadata</c>: says what an image shows, for those who cannot see it.</summary>
sealed class DescribeMedia(FakeXOptions options, MediaStore media, Billing billing, Refusal refusal)
{
    const int MaximumLength = 1000;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/2/media/metadata",
        (HttpContext http, Gate gate, DescribeMedia describe) => gate.Pass(http, Call.DescribeMedia, (_, body) => describe.Answer(Fields.Parse(body))));

    Reply Answer(JsonObject? request)
    {
        var alt = (request?["metadata"] as JsonObject)?["alt_text"] is JsonObject given ? given["text"]?.ToString() : null;
        if (alt is not { Length: > 0 and <= MaximumLength })
            return refusal.InvalidRequest("$.metadata.alt_text.text: must have 1 to 1000 characters");
        if (media.Find(request!["id"]?.ToString() ?? "") is not { } found)
            return refusal.NotFound();
        if (billing.Problem(options.Prices.AltText) is { } refused)
            return refused;

        billing.Charge($"alt text {found.Id}", options.Prices.AltText);
        found.AltText = alt;
        return Reply.Json(200, new JsonObject
        {
            ["data"] = new JsonObject
            {
                ["id"] = found.Id,
                ["associated_metadata"] = new JsonObject { ["alt_text"] = new JsonObject { ["text"] = alt } },
            },
        });
    }
}
