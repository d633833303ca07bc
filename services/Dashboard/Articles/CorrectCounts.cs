using Engagement.Dashboard.Api;
using Engagement.Dashboard.Audit;
using Engagement.Dashboard.Layout;
using Engagement.Dashboard.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Engagement.Dashboard.Articles;

/// <summary>Takes counts back, or makes them another article's, as the API allows it: only to an administrator.</summary>
sealed class CorrectCounts(CatalogueApi catalogue, AuditLog audit, Speech speech, IHttpContextAccessor accessor)
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/articles/{id}/correct", (string id, [FromForm] string? what, [FromForm] long? count, [FromForm] string? reason, CorrectCounts correct) =>
            correct.Subtract(id, what ?? "", count ?? 0, reason ?? ""));
        routes.MapPost("/articles/{id}/merge", (string id, [FromForm] string? into, [FromForm] string? reason, [FromForm] string? name, CorrectCounts correct) =>
            correct.Merge(id, into?.Trim() ?? "", reason ?? "", name?.Trim()));
    }

    /// <summary>How the form calls a line of the counts: <c>kind[:target]@channel</c>.</summary>
    public static string Name(CountLine line) => $"{line.Kind}{(line.Target is null ? "" : ":" + line.Target)}@{line.Channel}";

    async Task<RedirectHttpResult> Subtract(string id, string what, long count, string reason)
    {
        var parts = what.Split('@', 2);
        var answer = await catalogue.Subtract(id, parts[0], parts.Length > 1 ? parts[1] : "page", count, reason);
        return await End(id, answer.Problem, "took counts back", $"{id} {what} {count}", "The counts are taken back");
    }

    async Task<RedirectHttpResult> Merge(string id, string into, string reason, string? name)
    {
        if (name != id)
        {
            return Go.Back(Page(id), new(false, speech["That is not its id, so nothing was changed"]), accessor.HttpContext!);
        }

        var answer = await catalogue.Merge(id, into, reason);
        return await End(answer.Problem is null ? into : id, answer.Problem, "merged an article", $"{id} → {into}", "The articles are merged: this one goes on");
    }

    async Task<RedirectHttpResult> End(string page, ApiProblem? problem, string deed, string to, string done)
    {
        if (problem is null)
        {
            await audit.Say(deed, to);
        }

        return Go.Back(Page(page), Notice.Of(problem, speech[done]), accessor.HttpContext!);
    }

    static string Page(string id) => $"/articles/{Uri.EscapeDataString(id)}";
}
