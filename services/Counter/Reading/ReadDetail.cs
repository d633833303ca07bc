using System.ComponentModel;
using Engagement.Counter.Counting;
using Engagement.Platform.Http;
using Engagement.Platform.Keys;
using Engagement.Platform.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Engagement.Counter.Reading;

/// <summary>What was counted of one article, and what was not and why: editors see both.</summary>
static class ReadDetail
{
    /// <summary>One line of it.</summary>
    /// <param name="Kind">share, bookmark, view, visit or follow.</param>
    /// <param name="Target">The share target; null for kinds without one.</param>
    /// <param name="Channel">page, mail, rss, embed or native.</param>
    /// <param name="Reason">Why it was not counted; null where it was.</param>
    /// <param name="Count">How many.</param>
    sealed record Line(string Kind, string? Target, string Channel, string? Reason, long Count);

    /// <summary>The answer.</summary>
    /// <param name="Id">The article.</param>
    /// <param name="Counts">Line by line, the largest first.</param>
    /// <param name="Sharers">How many readers shared it, each once a visitor window, whatever they shared it to; shares that a server said without a visitor are one each.</param>
    sealed record Detail(string Id, IReadOnlyList<Line> Counts, long Sharers);

    /// <summary>Says of shares what they are, and is none of its own.</summary>
    const string Again = "again";

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/counts/detail", Handle)
        .WithSummary("One article's counts by kind, target, channel and reason")
        .RequireScope("read");

    static async Task<Results<Ok<Detail>, ProblemHttpResult>> Handle(Ledger ledger, [Description("The article.")] string id)
    {
        if (id.Length is 0 or > 128)
        {
            return Problems.BadRequest("bad-id", "The id cannot be an article's", "Give ?id= with 1 to 128 characters.");
        }

        var fields = await ledger.Db.HashGetAllAsync(Keys.Article(id));
        var lines = fields.Where(field => !field.Name.StartsWith("@")).Select(field => Read(field.Name!, (long)field.Value)).Where(line => line.Count != 0).ToLookup(line => line.Kind);
        return TypedResults.Ok(new Detail(id, [.. lines.Where(kind => kind.Key != Again).SelectMany(kind => kind).OrderByDescending(line => line.Count)],
            Math.Max(0, Verified(lines["share"]) - Verified(lines[Again]))));
    }

    static long Verified(IEnumerable<Line> lines) => lines.Where(line => line.Reason is null).Sum(line => line.Count);

    /// <summary>Reads <c>kind[:target]@channel[!reason]</c>.</summary>
    static Line Read(string field, long count)
    {
        var (what, where) = Cut(field, '@');
        var (kind, target) = Cut(what, ':');
        var (channel, reason) = Cut(where ?? "", '!');
        return new(kind, target, channel, reason, count);
    }

    static (string Head, string? Tail) Cut(string text, char at) =>
        text.IndexOf(at, StringComparison.Ordinal) is >= 0 and var place ? (text[..place], text[(place + 1)..]) : (text, null);
}
