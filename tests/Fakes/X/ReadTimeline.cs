using System.Globalization;
using System.Text.Json.Nodes;

namespace Engagement.Fakes.X;

/// <summary><c>GET /2/users/{id}/tweets</c>: an account's posts, newest first; a young one may not be there yet.</summary>
sealed class ReadTimeline(FakeXOptions options, Posts posts, PostJson json, Billing billing, Refusal refusal)
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/2/users/{id}/tweets",
        (HttpContext http, Gate gate, ReadTimeline read, string id) =>
            gate.Pass(http, Call.ReadTimeline, (_, _) => read.Answer(http.Request.Query, id)));

    Reply Answer(IQueryCollection query, string id)
    {
        if (id != options.UserId && id != options.Other.Id)
            return refusal.InvalidRequest($"The `id` query parameter value [{id}] is not valid", "id", id);
        if (json.Problem(query, "max_results", "start_time", "end_time", "since_id", "until_id", "pagination_token") is { } problem)
            return problem;
        if (!int.TryParse(query["max_results"].FirstOrDefault("10"), out var most) || most is < 5 or > 100)
            return refusal.InvalidRequest("The `max_results` query parameter value is not between 5 and 100", "max_results", query["max_results"]);
        if (Time(query, "start_time", DateTimeOffset.MinValue) is not { } from)
            return refusal.InvalidRequest("The `start_time` query parameter value is not an RFC 3339 date-time", "start_time", query["start_time"]);
        if (Time(query, "end_time", DateTimeOffset.MaxValue) is not { } to)
            return refusal.InvalidRequest("The `end_time` query parameter value is not an RFC 3339 date-time", "end_time", query["end_time"]);
        if (query.ContainsKey("end_time") && to > options.Time.GetUtcNow().AddSeconds(-10))
        {
            return refusal.InvalidRequest("Invalid 'end_time'. It must be a minimum of 10 seconds prior to the request time.",
                "end_time", query["end_time"]);
        }

        var visible = options.Time.GetUtcNow() - options.TimelineDelay;
        var found = posts.All.Where(post => post.By.Id == id && post.At <= visible && post.At >= from && post.At < to && IsBetween(post, query)).Reverse().ToList();
        var page = found.Take(most).ToList();
        billing.Charge($"timeline of {page.Count}", page.Count * options.Prices.OwnedRead);
        var answer = json.Of(page, query);
        answer["meta"] = Meta(page, more: found.Count > page.Count);
        return Reply.Json(200, answer);
    }

    static JsonObject Meta(List<FakePost> page, bool more)
    {
        var meta = new JsonObject { ["result_count"] = page.Count };
        if (page.Count > 0)
        {
            meta["newest_id"] = page[0].Id;
            meta["oldest_id"] = page[^1].Id;
        }

        if (more)
        {
            meta["next_token"] = page[^1].Id;
        }

        return meta;
    }

    static bool IsBetween(FakePost post, IQueryCollection query) =>
        Number(post.Id) > Number(query["since_id"].FirstOrDefault("0"))
        && Number(post.Id) < Number(query["until_id"].FirstOrDefault("9999999999999999999"))
        && Number(post.Id) < Number(query["pagination_token"].FirstOrDefault("9999999999999999999"));

    static UInt128 Number(string? id) => UInt128.TryParse(id, out var number) ? number : 0;

    static DateTimeOffset? Time(IQueryCollection query, string name, DateTimeOffset otherwise) =>
        !query.TryGetValue(name, out var text) ? otherwise
        : DateTimeOffset.TryParseExact(text, ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFK"], CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal, out var time) ? time
        : null;
}
