using System.Globalization;
using System.Text.Json.Nodes;

namespace Engagement.Fakes.X;

/// <summary><c>GET /2/users/{id}/tweets</c>: the account's posts, newest first; a young one may not be there yet.</summary>
sealed class ReadTimeline(FakeXOptions options, Posts posts, PostJson json, Refusal refusal)
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/2/users/{id}/tweets",
        (HttpContext http, Gate gate, ReadTimeline read, string id) => gate.Pass(http, Call.ReadTimeline, (_, _) => read.Answer(http.Request.Query, id)));

    Reply Answer(IQueryCollection query, string id)
    {
        string[] known = [options.Naming.Fields(), "max_results", "start_time", "end_time", "since_id", "until_id", "pagination_token"];
        if (query.Keys.FirstOrDefault(key => !known.Contains(key)) is { } unknown)
            return refusal.InvalidRequest($"The query parameter [{unknown}] is not one of [{string.Join(',', known)}]", unknown, query[unknown]);
        if (id != options.UserId)
            return refusal.InvalidRequest($"The `id` query parameter value [{id}] is not valid", "id", id);
        if (json.UnknownField(query) is { } field)
            return refusal.InvalidRequest($"The `{options.Naming.Fields()}` query parameter value [{field}] is not one of the fields", options.Naming.Fields(), field);
        if (!int.TryParse(query["max_results"].FirstOrDefault("10"), out var most) || most is < 5 or > 100)
            return refusal.InvalidRequest("The `max_results` query parameter value is not between 5 and 100", "max_results", query["max_results"]);
        if (Time(query, "start_time", DateTimeOffset.MinValue) is not { } from)
            return refusal.InvalidRequest("The `start_time` query parameter value is not an RFC 3339 date-time", "start_time", query["start_time"]);
        if (Time(query, "end_time", DateTimeOffset.MaxValue) is not { } to)
            return refusal.InvalidRequest("The `end_time` query parameter value is not an RFC 3339 date-time", "end_time", query["end_time"]);

        var visible = options.Time.GetUtcNow() - options.TimelineDelay;
        var found = posts.All.Where(post => post.At <= visible && post.At >= from && post.At < to && IsBetween(post, query)).Reverse().ToList();
        var page = found.Take(most).ToList();
        var meta = new JsonObject { ["result_count"] = page.Count };
        if (page.Count == 0)
            return Reply.Json(200, new JsonObject { ["meta"] = meta });

        meta["newest_id"] = page[0].Id;
        meta["oldest_id"] = page[^1].Id;
        if (found.Count > page.Count)
        {
            meta["next_token"] = page[^1].Id;
        }

        return Reply.Json(200, new JsonObject { ["data"] = new JsonArray([.. page.Select(post => json.Of(post, query))]), ["meta"] = meta });
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
