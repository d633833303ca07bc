using System.Text.Json;
using System.Text.Json.Nodes;
using Engagement.Platform.Text;

namespace Engagement.Fakes.X;

/// <summary><c>POST /2/tweets</c>: refuses in the order and words of X, else the post stands.</summary>
sealed class CreatePost(FakeXOptions options, Identity identity, Posts posts, MediaStore media, PostJson json, Billing billing, Refusal refusal)
{
    static readonly string[] Known =
    [
        "text", "media", "quote_tweet_id", "card_uri", "reply", "reply_settings", "poll", "geo", "community_id", "share_with_followers",
        "edit_options", "paid_partnership", "made_with_ai", "nullcast", "for_super_followers_only", "direct_message_deep_link",
    ];

    static readonly string[] Exclusive = ["media", "poll", "quote_tweet_id", "card_uri"];

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/2/tweets", (HttpContext http, Gate gate, CreatePost create) => gate.Pass(http, Call.CreatePost, create.Answer));

    Reply Answer(HttpContext http, byte[] body)
    {
        if (!http.Request.HasJsonContentType())
            return refusal.InvalidRequest("Requests with bodies must have content-type of application/json.");
        if (Fields.Parse(body) is not { } request)
            return refusal.InvalidRequest("Request body must be a JSON object.");
        if (request.FirstOrDefault(property => !Known.Contains(property.Key)).Key is { } unknown)
        {
            return refusal.InvalidRequest(
                $"$.{unknown}: is not defined in the schema and the schema does not allow additional properties");
        }

        if (Exclusive.Count(request.ContainsKey) > 1)
            return refusal.InvalidRequest($"$: only one of [{string.Join(", ", Exclusive)}] may be given");

        if (request["text"] is { } node && node.GetValueKind() != JsonValueKind.String)
            return refusal.InvalidRequest("$.text: string expected");

        var text = request["text"]?.GetValue<string>() ?? "";
        var attached = Attached(request);
        return Judge(text, attached, request) ?? Accept(identity.Caller(http.Request), text, attached ?? []);
    }

    /// <summary>The ids of the media asked for; null where that part is malformed.</summary>
    static List<string>? Attached(JsonObject request) =>
        request["media"] is null ? []
        : request["media"]!["media_ids"] is JsonArray { Count: >= 1 and <= 4 } ids ? [.. ids.Select(id => id?.ToString() ?? "")]
        : null;

    Reply? Judge(string text, List<string>? attached, JsonObject request)
    {
        if (attached is null)
            return refusal.InvalidRequest("$.media.media_ids: must have 1 to 4 items");
        if (attached.FirstOrDefault(id => media.Find(id) is not { } found || !media.IsReady(found)) is { } unfit)
            return refusal.InvalidRequest("Your media IDs are invalid.", "media.media_ids", unfit);
        if (attached.Count > 1 && attached.Any(id => media.Find(id)!.Type == "image/gif"))
            return refusal.InvalidRequest("Only up to 4 photos or 1 animated GIF may be attached.", "media.media_ids", attached[0]);
        if (string.IsNullOrWhiteSpace(text) && attached.Count == 0)
            return refusal.InvalidRequest("$.text: must be at least 1 characters long");
        if (text.AsSpan().ContainsAny('\uFFFE', '\uFEFF', '\uFFFF'))
            return refusal.InvalidRequest("Your Tweet text contains invalid characters.", "text", text);
        if (request["reply"] is not null || request["quote_tweet_id"] is not null)
            return refusal.NotPermitted("You are not permitted to perform this action.");

        var measured = PostText.Measure(text);
        if (measured.Of(TextEntityKind.Cashtag).Count > 1)
            return refusal.NotPermitted("A Tweet can contain a maximum of one cashtag.");

        // The published library's count is the stricter one: whoever passes here passes X whichever it uses.
        return measured.GuardLength > options.MaximumLength ? refusal.TooLong() : null;
    }

    Reply Accept(FakeAccount by, string text, List<string> attached)
    {
        var price = PostText.Measure(text).Of(TextEntityKind.Url).Count > 0 ? options.Prices.PostWithLink : options.Prices.Post;
        if ((billing.Problem(price) ?? billing.CapProblem(posts)) is { } refused)
            return refused;
        if (posts.Add(by, text, attached) is not { } post)
            return refusal.Duplicate();

        billing.Charge($"post {post.Id}", price);
        return Reply.Json(201, new JsonObject
        {
            ["data"] = new JsonObject { ["id"] = post.Id, ["text"] = json.TextOf(post), [options.Naming.EditHistory()] = new JsonArray(post.Id) },
        });
    }
}
