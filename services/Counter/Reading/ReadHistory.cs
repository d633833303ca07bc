using System.ComponentModel;
using Engagement.Counter.Counting;
using Engagement.Platform.Http;
using Engagement.Platform.Keys;
using Engagement.Platform.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using StackExchange.Redis;

namespace Engagement.Counter.Reading;

/// <summary>Verified counts of some articles hour by hour, for curves.</summary>
static class ReadHistory
{
    /// <summary>Each hour of each article is one read of a small hash; this many take some 20 ms.</summary>
    const int MaxReads = 2_000;

    /// <summary>Minutes last 48 hours and are rolled up within the three after.</summary>
    static readonly TimeSpan MinutesKept = Scale.MinutesLast + TimeSpan.FromHours(3);

    static readonly Task<HashEntry[]> None = Task.FromResult<HashEntry[]>([]);

    /// <summary>The counts of one article.</summary>
    /// <param name="Shares">All targets together, one figure an hour, oldest first.</param>
    /// <param name="Visits">Arrivals through shared links.</param>
    public sealed record Series(IReadOnlyList<long> Shares, IReadOnlyList<long> Visits);

    sealed record History(DateTimeOffset From, int StepSeconds, IReadOnlyDictionary<string, Series> Articles);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/counts/history", Handle)
        .WithSummary("Counts of articles hour by hour")
        .RequireScope("read");

    static async Task<Results<Ok<History>, ProblemHttpResult>> Handle(Ledger ledger, TimeProvider time,
        [Description("Articles, by comma.")] string ids,
        [Description("How many hours; articles × hours is at most 2,000. Default 24.")] int hours = 24,
        [Description("The first hour. Default: so that the current hour is the last.")] DateTimeOffset? from = null)
    {
        var articles = Asked.Ids(ids);
        if (hours < 1 || articles.Count == 0 || articles.Count * (long)hours > MaxReads)
        {
            return Problems.BadRequest("bad-history", "This history cannot be read",
                $"Name articles with ?ids=a,b and at least one hour; articles × hours may be at most {MaxReads} and is {articles.Count * (long)hours}.");
        }

        var now = time.GetUtcNow();
        var first = from is { } start ? start.ToUnixTimeSeconds() / 3600 : now.ToUnixTimeSeconds() / 3600 - hours + 1;
        var series = await Task.WhenAll(articles.Select(id => Read(ledger, id, first, hours, now)));
        return TypedResults.Ok(new History(DateTimeOffset.FromUnixTimeSeconds(first * 3600), 3600,
            articles.Zip(series).ToDictionary(pair => pair.First, pair => pair.Second)));
    }

    /// <summary>One article's hours. Minutes are only looked for where they are still kept: beyond that they are part of the hours.</summary>
    public static async Task<Series> Read(Ledger ledger, string id, long first, int hours, DateTimeOffset now)
    {
        // An event stands in its minute or, where it was old when it was counted, in its hour. Both are read together.
        var oldest = (now - MinutesKept).ToUnixTimeSeconds() / 3600;
        var minutes = Enumerable.Range(0, hours).Select(hour => first + hour < oldest
            ? None
            : ledger.Db.HashGetAllAsync(Hash(id, new(Scale.Minute, (first + hour) * 60)))).ToList();
        var days = Enumerable.Range(0, (int)((first + hours - 1) / 24 - first / 24) + 1)
            .Select(day => ledger.Db.HashGetAllAsync(Hash(id, new(Scale.Hour, (first / 24 + day) * 24)))).ToList();
        await Task.WhenAll(minutes.Concat(days));
        var sums = minutes.Select(hour => Sum(hour.Result)).ToList();
        for (var hour = 0; hour < hours; hour++)
        {
            var bucket = new Bucket(Scale.Hour, first + hour);
            var day = days[(int)(bucket.Container - first / 24)].Result;
            var (shares, visits) = Sum(day.Where(field => field.Name.StartsWith(bucket.Prefix) || field.Name.StartsWith(bucket.Prefix.Replace('|', '~'))));
            sums[hour] = (sums[hour].Shares + shares, sums[hour].Visits + visits);
        }

        return new([.. sums.Select(sum => sum.Shares)], [.. sums.Select(sum => sum.Visits)]);
    }

    static RedisKey Hash(string id, Bucket bucket) => Keys.Container(bucket.ContainerOf(id));

    static (long Shares, long Visits) Sum(IEnumerable<HashEntry> fields)
    {
        var (shares, visits) = (0L, 0L);
        foreach (var (name, value) in Fields.Verified(fields.Select(field => KeyValuePair.Create(After((string)field.Name!), field.Value))))
        {
            shares += name.StartsWith("share", StringComparison.Ordinal) ? value : 0;
            visits += name.StartsWith("visit", StringComparison.Ordinal) ? value : 0;
        }

        return (shares, visits);
    }

    static string After(string field) => field[(field.AsSpan().IndexOfAny('|', '~') + 1)..];
}
