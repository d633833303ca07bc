using System.ComponentModel;
using System.Globalization;
using Engagement.Counter.Corrections;
using Engagement.Counter.Counting;
using Engagement.Counter.Reading;
using Engagement.Platform.Http;
using Engagement.Platform.Keys;
using Engagement.Platform.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Engagement.Counter.History;

/// <summary>One span of an article's counts, as it goes out and comes in.</summary>
/// <param name="At">Its first instant.</param>
/// <param name="Seconds">60, 3,600 or 86,400.</param>
/// <param name="Counts">By <c>kind[:target]@channel</c>, with <c>!reason</c> behind it where it is kept as raw only.</param>
sealed record CountSpan(DateTimeOffset At, int Seconds, IReadOnlyDictionary<string, long> Counts);

/// <summary>
/// <c>GET /api/counts/export</c>: all that was counted of some articles, by minute, hour or day as it is kept, with channels and reasons. What
/// <see cref="ImportCounts"/> takes. Who holds a bookmark is not in it, but in <see cref="BookmarkHolders"/>.
/// </summary>
static class ExportCounts
{
    const int Most = 100;

    sealed record Exported(IReadOnlyDictionary<string, IReadOnlyList<CountSpan>> Articles);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/counts/export", Handle)
        .WithSummary("All counts of articles, span by span")
        .RequireScope("read");

    static async Task<Results<Ok<Exported>, ProblemHttpResult>> Handle(Ledger ledger, TimeProvider time, [Description("Articles, by comma, at most 100.")] string ids)
    {
        var articles = Asked.Ids(ids);
        if (articles.Count is 0 or > Most)
            return Problems.BadRequest("bad-export", "These cannot be exported", $"Name 1 to {Most} articles with ?ids=a,b.");
        var spans = new Dictionary<string, IReadOnlyList<CountSpan>>();
        foreach (var id in articles)
            spans[id] = await Read(ledger, id, time.GetUtcNow());
        return TypedResults.Ok(new Exported(spans));
    }

    static async Task<IReadOnlyList<CountSpan>> Read(Ledger ledger, string article, DateTimeOffset now)
    {
        var spans = new SortedDictionary<(long At, int Seconds), Dictionary<string, long>>();
        foreach (var (scale, number, name) in await Containers.Of(ledger, article, now))
        {
            foreach (var field in await ledger.Db.HashGetAllAsync(Keys.Container(name)))
            {
                var text = (string)field.Name!;
                var bar = text.AsSpan().IndexOfAny('|', '~');
                if (text[bar + 1] == '@' || (long)field.Value == 0)
                    continue;
                var place = number * scale.PerContainer + int.Parse(text.AsSpan(0, bar), CultureInfo.InvariantCulture);
                var key = (place * scale.Seconds, scale.Seconds);
                var counts = spans.TryGetValue(key, out var known) ? known : spans[key] = [];
                counts[text[(bar + 1)..]] = counts.GetValueOrDefault(text[(bar + 1)..]) + (long)field.Value;
            }
        }

        return [.. spans.Select(span => new CountSpan(DateTimeOffset.FromUnixTimeSeconds(span.Key.At), span.Key.Seconds, span.Value))];
    }
}
