using System.Text.Json;
using System.Text.Json.Nodes;

namespace Engagement.Intake.Commands;

/// <summary>One article of an import.</summary>
/// <param name="Place">Where it stands, for the report: <c>line 17</c>, <c>entry 3 of sitemap-2.xml</c>.</param>
/// <param name="Article">Its fields, as in <c>POST /api/articles</c>; null where it cannot be read.</param>
/// <param name="Counts">Its historic counts, as in <c>GET /api/counts</c>.</param>
/// <param name="History">Its counts span by span, as in <c>POST /api/counts/import</c>; where it is given, <paramref name="Counts"/> is only its sum.</param>
/// <param name="Holders">Which devices hold it as a bookmark: <c>secret</c> and <c>hashes</c>, where the export was told to say so.</param>
/// <param name="Withdrawn">True where it was taken back.</param>
/// <param name="MergedInto">The article that it turned out to be.</param>
/// <param name="Problem">Why it cannot be read.</param>
sealed record ImportRecord(string Place, JsonObject? Article, JsonObject? Counts = null, JsonArray? History = null, JsonObject? Holders = null, bool Withdrawn = false, string? MergedInto = null, string? Problem = null)
{
    /// <summary>From an object as <c>engagement export</c> writes it: the article with counts and status beside its fields.</summary>
    public static ImportRecord Of(string place, JsonObject article)
    {
        article.Remove("counts", out var counts);
        article.Remove("history", out var history);
        article.Remove("holders", out var holders);
        article.Remove("status", out var status);
        foreach (var own in new[] { "changedAt", "warnings" })
        {
            article.Remove(own);
        }

        var withdrawn = status is JsonValue value && value.TryGetValue<string>(out var text) && text == "withdrawn";
        if (withdrawn && article["revision"] is JsonValue revision && revision.TryGetValue<long>(out var number) && number > 1)
        {
            // The withdrawal, done again after it, is the last revision.
            article["revision"] = number - 1;
        }

        article["backfill"] = true;
        return new(place, article, counts as JsonObject, history as JsonArray, holders as JsonObject, withdrawn, article["mergedInto"] is { } other && other.GetValueKind() == JsonValueKind.String ? other.GetValue<string>() : null);
    }
}
