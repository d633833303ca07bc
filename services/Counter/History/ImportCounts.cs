using System.Globalization;
using System.Text.RegularExpressions;
using Engagement.Counter.Counting;
using Engagement.Counter.Reading;
using Engagement.Counter.Telling;
using Engagement.Platform.Http;
using Engagement.Platform.Keys;
using Engagement.Platform.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using StackExchange.Redis;

namespace Engagement.Counter.History;

/// <summary>
/// <c>POST /api/counts/import</c>: counts from elsewhere, or from an export of ours. Each span is brought to what is said of it and never beyond, so doing it again,
/// tomorrow or in a year, counts nothing twice; what readers did here meanwhile stands in other spans and stays. Durable when it answers.
/// A span can be below nought: bookmarks that were taken back in it.
/// </summary>
sealed partial class ImportCounts(Ledger ledger, CountCache cache, TellChanges teller, TimeProvider time)
{
    const int BodyLimit = 4_000_000;
    const int MostSpans = 20_000;

    /// <summary>Spans a script: some thousand commands, so that nobody else waits for the ledger longer than some milliseconds.</summary>
    const int SpansAtOnce = 50;

    /// <summary>One article's counts.</summary>
    public sealed record History(string Article, IReadOnlyList<CountSpan> Spans);

    sealed record Answer(long Raised, IReadOnlyList<Rejection> Rejected);

    sealed record Rejection(int Index, string Reason);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/counts/import", (IReadOnlyList<History> articles, ImportCounts use) => use.Handle(articles))
        .WithSummary("Take over counts, span by span; done again it changes nothing")
        .WithDescription("Spans are 60, 3,600 or 86,400 seconds; at most 20,000 of them and 4 MB a call.")
        .WithMetadata(new RequestSizeLimitAttribute(BodyLimit))
        .RequireScope("events");

    async Task<Results<Ok<Answer>, ProblemHttpResult>> Handle(IReadOnlyList<History> articles)
    {
        if (articles.Sum(article => article.Spans.Count) > MostSpans)
            return Problems.BadRequest("too-many-spans", "Too many spans in one call", $"Send at most {MostSpans} in a call.");
        var (raised, rejected) = (0L, new List<Rejection>());
        for (var index = 0; index < articles.Count; index++)
        {
            var problem = Problem(articles[index]);
            var by = problem is null ? await Raise(articles[index]) : 0;
            if (problem is not null || by < 0)
                rejected.Add(new(index, problem ?? (by == -1 ? EventDesk.UnknownArticle.Detail : "It was merged into another article; import the counts of that one.")));
            else
                raised += by;
        }

        await ledger.Flush();
        teller.Ring();
        return TypedResults.Ok(new Answer(raised, rejected));
    }

    string? Problem(History article) =>
        article.Article.Length is 0 or > 128 ? "article must be an id of 1 to 128 characters."
        : article.Spans.FirstOrDefault(span => span.Seconds is not (60 or 3_600 or 86_400) || span.At > time.GetUtcNow() || span.At < DateTimeOffset.UnixEpoch) is { } wrong
            ? $"A span must have 60, 3600 or 86400 seconds and begin between 1970 and now; one begins {wrong.At:u} and has {wrong.Seconds}."
        : article.Spans.SelectMany(span => span.Counts).FirstOrDefault(count => !GoodField().IsMatch(count.Key) || (count.Value < 0 && !CanBeTakenBack(count.Key))) is { Key: { } field }
            ? $"A count must read kind:target@channel and, but for bookmarks, be at least 0; one is \"{field}\"."
        : null;

    static bool CanBeTakenBack(string field) => field.StartsWith("bookmark@", StringComparison.Ordinal) || field.StartsWith("again@", StringComparison.Ordinal);

    async Task<long> Raise(History article)
    {
        var now = time.GetUtcNow();
        var sums = new Dictionary<Bucket, Dictionary<string, long>>();
        foreach (var span in article.Spans)
        {
            var fields = sums.TryGetValue(Kept(span, now), out var known) ? known : sums[Kept(span, now)] = [];
            foreach (var (field, count) in span.Counts)
                fields[field] = fields.GetValueOrDefault(field) + count;
        }

        var (raised, rolled) = (0L, (long?)await ledger.Db.HashGetAsync(Keys.Rolled, $"{Scale.Minute.Letter}") ?? long.MaxValue);
        foreach (var some in sums.Chunk(SpansAtOnce))
        {
            var by = await Raise(article.Article, some, rolled);
            if (by < 0)
                return by;
            raised += by;
        }

        cache.Changed(article.Article);
        return raised;
    }

    /// <summary>Where a span stands today: what was a minute then has become part of an hour, and hours of a day.</summary>
    static Bucket Kept(CountSpan span, DateTimeOffset now)
    {
        var byAge = Bucket.Of(span.At, now);
        var scale = span.Seconds == 86_400 || byAge.Scale == Scale.Day ? Scale.Day : span.Seconds == 3_600 || byAge.Scale == Scale.Hour ? Scale.Hour : Scale.Minute;
        return new(scale, span.At.ToUnixTimeSeconds() / scale.Seconds);
    }

    async Task<long> Raise(string article, IReadOnlyCollection<KeyValuePair<Bucket, Dictionary<string, long>>> buckets, long rolledHours)
    {
        List<RedisKey> keys = [Keys.Changed, Keys.Article(article)];
        List<RedisValue> values = [article, Keys.NewWord(), buckets.Count];
        foreach (var (bucket, fields) in buckets)
        {
            var name = bucket.ContainerOf(article);
            var finer = NotRolledUp(article, bucket, rolledHours).ToList();
            keys.AddRange([Keys.Container(name), Keys.Index(bucket.Scale, bucket.Container), .. finer]);
            values.AddRange([name, bucket.Prefix, finer.Count, fields.Count, .. fields.SelectMany(field => new RedisValue[] { field.Key, field.Value })]);
        }

        return (long)await ledger.Run(Script, [.. keys], [.. values]);
    }

    /// <summary>
    /// Where a part of the bucket may still stand: an hour's minutes, a day's hours, and a day's minutes where nobody has rolled anything up for months.
    /// </summary>
    static IEnumerable<RedisKey> NotRolledUp(string article, Bucket bucket, long rolledHours)
    {
        if (bucket.Scale == Scale.Minute)
            yield break;
        yield return Of(bucket.Scale == Scale.Hour ? Scale.Minute : Scale.Hour, bucket.Number);
        for (var hour = 24 * bucket.Number; bucket.Scale == Scale.Day && hour < 24 * bucket.Number + 24; hour++)
        {
            if (hour >= rolledHours)
                yield return Of(Scale.Minute, hour);
        }

        RedisKey Of(Scale scale, long number) => Keys.Container(string.Create(CultureInfo.InvariantCulture, $"{scale.Letter}:{article}:{number}"));
    }

    const string Script = """
        local state = redis.call('HGET', KEYS[2], '@')
        if not state then return -1 end
        if string.sub(state, 1, 1) == '>' then return -2 end
        local raised, arg, key = 0, 4, 3
        for b = 1, tonumber(ARGV[3]) do
            local own, index = KEYS[key], KEYS[key + 1]
            local name, prefix, finer, count = ARGV[arg], ARGV[arg + 1], tonumber(ARGV[arg + 2]), tonumber(ARGV[arg + 3])
            local rolled = string.sub(prefix, 1, -2) .. '~'
            local inside = {}
            for k = key + 2, key + 1 + finer do
                local fields = redis.call('HGETALL', KEYS[k])
                for i = 1, #fields, 2 do
                    local field = string.sub(fields[i], string.find(fields[i], '[|~]') + 1)
                    inside[field] = (inside[field] or 0) + tonumber(fields[i + 1])
                end
            end
            local changed = false
            for i = 1, count do
                local field, wanted = ARGV[arg + 2 + 2 * i], tonumber(ARGV[arg + 3 + 2 * i])
                local missing = wanted - (inside[field] or 0) - tonumber(redis.call('HGET', own, prefix .. field) or '0') - tonumber(redis.call('HGET', own, rolled .. field) or '0')
                if wanted * missing > 0 then
                    redis.call('HINCRBY', own, prefix .. field, string.format('%d', missing))
                    redis.call('HINCRBY', KEYS[2], field, string.format('%d', missing))
                    changed = true
                    if missing > 0 then
                        raised = raised + missing
                    else
                        -- What takes from a count raises its version by one more than it took.
                        redis.call('HINCRBY', own, prefix .. '@', string.format('%d', -2 * missing))
                        redis.call('HINCRBY', KEYS[2], '@v', string.format('%d', -2 * missing))
                    end
                end
            end
            if changed then
                redis.call('SADD', index, ARGV[1])
                redis.call('HSET', KEYS[1], name .. '|' .. prefix, ARGV[2])
            end
            arg, key = arg + 4 + 2 * count, key + 2 + finer
        end
        return raised
        """;

    [GeneratedRegex("^(share:[a-z0-9_-]{1,40}|again|bookmark|view|(visit|follow)(:[a-z0-9_-]{1,40})?)@(page|mail|rss|embed|native)(![a-z0-9-]{1,40})?$")]
    private static partial Regex GoodField();
}
