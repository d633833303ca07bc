using System.Security.Claims;
using Engagement.Counter.Counting;
using Engagement.Counter.Reading;
using Engagement.Platform.Http;
using Engagement.Platform.Keys;
using Engagement.Platform.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using StackExchange.Redis;

namespace Engagement.Counter.Corrections;

/// <summary>
/// <c>POST /api/counts/subtract</c> takes back what turned out to be abuse, newest spans first: verified goes down, raw stays and says
/// why. Never below nothing.
/// </summary>
sealed class SubtractAbuse(Ledger ledger, CountCache cache, CorrectionLog history, TimeProvider time)
{
    /// <summary>What to take back.</summary>
    /// <param name="Article">The article's id.</param>
    /// <param name="What"><c>kind</c> or <c>kind:target</c>, such as <c>share:x</c>.</param>
    /// <param name="Count">How many, from 1.</param>
    /// <param name="Reason">In a person's own words, for the history. At most 500 characters.</param>
    /// <param name="Channel">Where the buttons stood. Default page.</param>
    /// <param name="From">Only spans that begin then or later.</param>
    /// <param name="To">Only spans that begin before.</param>
    public sealed record Request(string Article, string What, long Count, string Reason, string Channel = "page", DateTimeOffset? From = null, DateTimeOffset? To = null);

    /// <summary>What came of it.</summary>
    /// <param name="Subtracted">How many were found and taken back.</param>
    public sealed record Answer(long Subtracted);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/counts/subtract", (Request request, ClaimsPrincipal person, SubtractAbuse use) => use.Handle(request, person.Identity?.Name ?? ""))
        .WithSummary("Take back counts that were abuse")
        .RequireScope("admin");

    async Task<Results<Ok<Answer>, ProblemHttpResult>> Handle(Request request, string by)
    {
        if (request.Count < 1 || request.Reason.Length is 0 or > 500 || request.What.AsSpan().IndexOfAny("@!|~") >= 0 || request.Article.Length is 0 or > 128)
            return Problems.BadRequest("bad-subtraction", "This cannot be taken back", "Say article, what (such as share:x), a count from 1, and a reason of at most 500 characters.");

        var left = request.Count;
        foreach (var (_, _, name) in await Containers.Of(ledger, request.Article, time.GetUtcNow()))
        {
            var field = $"{request.What}@{request.Channel}";
            var spans = (await ledger.Db.HashGetAllAsync(Keys.Container(name)))
                .Select(entry => (string)entry.Name!).Where(entry => entry.EndsWith("|" + field, StringComparison.Ordinal) || entry.EndsWith("~" + field, StringComparison.Ordinal))
                .OrderDescending(StringComparer.Ordinal);
            foreach (var prefix in spans.Select(entry => entry[..^field.Length]).Where(prefix => IsWanted(request, $"{name}|{prefix}")))
            {
                if (left > 0)
                    left -= (long)await ledger.Run(Script, [Keys.Article(request.Article), Keys.Container(name), Keys.Changed], [field, prefix, left, $"{name}|{prefix}", Keys.NewWord()]);
            }
        }

        cache.Changed(request.Article);
        await history.Add(request.Article, new(time.GetUtcNow(), by, "subtract", request.What, request.Count - left, request.Reason));
        return TypedResults.Ok(new Answer(request.Count - left));
    }

    static bool IsWanted(Request request, RedisValue span)
    {
        var start = Telling.DirtyBucket.Parse(span!).Bucket.Start;
        return (request.From is null || start >= request.From) && (request.To is null || start < request.To);
    }

    const string Script = """
        local have = tonumber(redis.call('HGET', KEYS[2], ARGV[2] .. ARGV[1]) or '0')
        local by = math.min(have, tonumber(ARGV[3]))
        if by <= 0 then return 0 end
        local less = string.format('%d', -by)
        local more = string.format('%d', by)
        local version = string.format('%d', by + 1)
        redis.call('HINCRBY', KEYS[1], ARGV[1], less)
        redis.call('HINCRBY', KEYS[1], ARGV[1] .. '!abuse', more)
        redis.call('HINCRBY', KEYS[1], '@v', version)
        redis.call('HINCRBY', KEYS[2], ARGV[2] .. ARGV[1], less)
        redis.call('HINCRBY', KEYS[2], ARGV[2] .. ARGV[1] .. '!abuse', more)
        redis.call('HINCRBY', KEYS[2], ARGV[2] .. '@', version)
        redis.call('HSET', KEYS[3], ARGV[4], ARGV[5])
        return by
        """;
}
