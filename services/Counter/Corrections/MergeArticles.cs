using System.Security.Claims;
using Engagement.Counter.Articles;
using Engagement.Counter.Counting;
using Engagement.Counter.Reading;
using Engagement.Platform.Http;
using Engagement.Platform.Keys;
using Engagement.Platform.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Engagement.Counter.Corrections;

/// <summary>
/// <c>POST /api/counts/merge</c> makes one article's counts another's: what was counted moves, and its id, URLs and links count for the
/// other from now on. For an article that went out twice under two ids. There is no way back.
/// </summary>
sealed class MergeArticles(Ledger ledger, ArticleStore articles, CountCache cache, CorrectionLog history, TimeProvider time)
{
    /// <summary>What to merge.</summary>
    /// <param name="From">The id that ends.</param>
    /// <param name="Into">The id that goes on.</param>
    /// <param name="Reason">In a person's own words, for the history. At most 500 characters.</param>
    public sealed record Request(string From, string Into, string Reason);

    /// <summary>What came of it.</summary>
    /// <param name="Moved">How many counts moved.</param>
    public sealed record Answer(long Moved);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/counts/merge", (Request request, ClaimsPrincipal person, MergeArticles use) => use.Handle(request, person.Identity?.Name ?? ""))
        .WithSummary("Make one article's counts another's")
        .RequireScope("admin");

    async Task<Results<Ok<Answer>, ProblemHttpResult>> Handle(Request request, string by)
    {
        if (request.From == request.Into || request.Reason.Length is 0 or > 500 || request.From.Length is 0 or > 128 || request.Into.Length is 0 or > 128)
            return Problems.BadRequest("bad-merge", "These cannot be merged", "Name two different articles in from and into, and a reason of at most 500 characters.");

        // The totals first: from then on new events go to the other, so that nothing arrives behind the move.
        var moved = (long)await ledger.RunDurably(TotalsScript,
            [Keys.Article(request.From), Keys.Article(request.Into), Keys.Bookmarks(request.From), Keys.Bookmarks(request.Into)], [request.Into]);
        if (moved < 0)
            return Problems.Conflict("bad-merge", "These cannot be merged", "Both must be registered, and into must not have been merged into another itself.");

        articles.Forget(request.From);
        cache.Changed(request.From);
        cache.Changed(request.Into);
        foreach (var (scale, number, name) in await Containers.Of(ledger, request.From, time.GetUtcNow()))
        {
            var other = $"{scale.Letter}:{request.Into}:{number}";
            await ledger.Run(ContainerScript, [Keys.Container(name), Keys.Container(other), Keys.Index(scale, number), Keys.Changed], [request.Into, name, other, Keys.NewWord()]);
        }

        var now = time.GetUtcNow();
        await history.Add(request.From, new(now, by, "merge", request.Into, moved, request.Reason));
        await history.Add(request.Into, new(now, by, "merge", request.From, moved, request.Reason));
        return TypedResults.Ok(new Answer(moved));
    }

    // Told again, a merge goes on where it was cut short: the totals are moved once, the spans as far as they are still there.
    const string TotalsScript = """
        local from, into = redis.call('HGET', KEYS[1], '@'), redis.call('HGET', KEYS[2], '@')
        if not from or not into or string.sub(into, 1, 1) == '>' then return -1 end
        if string.sub(from, 1, 1) == '>' and from ~= '>' .. ARGV[1] then return -1 end
        local moved, verified = 0, 0
        local fields = redis.call('HGETALL', KEYS[1])
        for i = 1, #fields, 2 do
            if string.sub(fields[i], 1, 1) ~= '@' and fields[i + 1] ~= '0' then
                redis.call('HINCRBY', KEYS[2], fields[i], fields[i + 1])
                redis.call('HSET', KEYS[1], fields[i], '0')
                moved = moved + tonumber(fields[i + 1])
                if not string.find(fields[i], '!', 1, true) then verified = verified + tonumber(fields[i + 1]) end
            end
        end
        redis.call('HINCRBY', KEYS[1], '@v', string.format('%d', math.max(0, verified) + 1))
        redis.call('HINCRBY', KEYS[2], '@v', string.format('%d', math.max(0, -verified) + 1))
        redis.call('HSET', KEYS[1], '@', '>' .. ARGV[1])
        for _, member in ipairs(redis.call('SMEMBERS', KEYS[3])) do redis.call('SADD', KEYS[4], member) end
        redis.call('DEL', KEYS[3])
        return moved
        """;

    // What is left is noughts with higher versions, so that whoever heard of the old counts hears that they are gone.
    const string ContainerScript = """
        local fields = redis.call('HGETALL', KEYS[1])
        local moved = {}
        for i = 1, #fields, 2 do
            local field, value = fields[i], fields[i + 1]
            local at = string.find(field, '[|~]')
            local prefix = string.sub(field, 1, at)
            moved[prefix] = moved[prefix] or 0
            if string.sub(field, at + 1) ~= '@' and value ~= '0' then
                redis.call('HINCRBY', KEYS[2], field, value)
                redis.call('HSET', KEYS[1], field, '0')
                if not string.find(field, '!', at, true) then moved[prefix] = moved[prefix] + tonumber(value) end
            end
        end
        for prefix, by in pairs(moved) do
            redis.call('HINCRBY', KEYS[1], prefix .. '@', string.format('%d', math.max(0, by) + 1))
            redis.call('HINCRBY', KEYS[2], prefix .. '@', string.format('%d', math.max(0, -by) + 1))
            redis.call('HSET', KEYS[4], ARGV[2] .. '|' .. prefix, ARGV[4], ARGV[3] .. '|' .. prefix, ARGV[4])
        end
        redis.call('SADD', KEYS[3], ARGV[1])
        return 1
        """;
}
