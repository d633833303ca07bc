using System.Text.Json;
using System.Text.Json.Nodes;
using Engagement.Intake.Catalogue;
using Engagement.Platform.Http;

namespace Engagement.Intake.Articles;

/// <summary>An article as the API shows it: the contract's fields, and beside them when it was accepted, whether it still stands, and what an editor may want to mend.</summary>
static class ListedArticle
{
    public static JsonObject Of(StoredArticle stored, DateTimeOffset now)
    {
        var shown = JsonSerializer.SerializeToNode(stored.Article, Json.Options)!.AsObject();
        shown["acceptedAt"] = JsonSerializer.SerializeToNode(stored.AcceptedAt, Json.Options);
        shown["changedAt"] = JsonSerializer.SerializeToNode(stored.ChangedAt, Json.Options);
        shown["status"] = stored.Withdrawn ? "withdrawn" : "published";
        if (stored.MergedInto is { } other)
        {
            shown["mergedInto"] = other;
        }

        shown["warnings"] = new JsonArray([.. QualityWarnings.Of(stored, now).Select(warning => JsonValue.Create(warning))]);
        return shown;
    }
}
