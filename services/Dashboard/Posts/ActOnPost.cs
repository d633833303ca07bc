using Engagement.Dashboard.Api;
using Engagement.Dashboard.Audit;
using Engagement.Dashboard.Layout;
using Engagement.Dashboard.Numbers;
using Engagement.Dashboard.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Engagement.Dashboard.Posts;

/// <summary>Approves, cancels, retries, confirms or rewords a post, as the API allows it, and says on its page what came of it.</summary>
sealed class ActOnPost(PostsApi posts, AuditLog audit, Clock clock, Speech speech, IHttpContextAccessor accessor)
{
    /// <summary>How long an approved post stays here, so that there is something to undo; the note on the page offers it for as long.</summary>
    const int UndoSeconds = 10;

    static readonly IReadOnlyDictionary<string, string> Deeds = new Dictionary<string, string>
    {
        ["approve"] = "approved a post", ["cancel"] = "cancelled a post", ["undo"] = "took a step back", ["retry"] = "retried a post", ["confirm"] = "confirmed a post", ["edit"] = "edited a post",
    };

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/posts/{id}/approve", (string id, [FromForm] string? back, ActOnPost act) =>
            act.Do(id, "approve", new { }, "Approved: it is sent at its time", back, query: $"?wait={UndoSeconds}"));
        routes.MapPost("/posts/{id}/undo", (string id, [FromForm] string? back, ActOnPost act) =>
            act.Do(id, "undo", new { }, "Undone: it is where it was", back));
        routes.MapPost("/posts/{id}/cancel", (string id, [FromForm] string? back, ActOnPost act) =>
            act.Do(id, "cancel", new { }, "Cancelled: it is not sent", back));
        routes.MapPost("/posts/{id}/retry", (string id, [FromForm] string? back, ActOnPost act) =>
            act.Do(id, "retry", new { }, "It is tried again", back));
        routes.MapPost("/posts/{id}/confirm", (string id, [FromForm] string? url, ActOnPost act) =>
            act.Do(id, "confirm", new { url }, "Confirmed: it counts as posted", null));
        routes.MapPost("/posts/{id}/edit", (string id, [FromForm] string? text, [FromForm] string? at, [FromForm(Name = "do")] string? intent, ActOnPost act) =>
            act.Edit(id, text, at, intent));
        routes.MapPost("/posts/{id}/schedule", (string id, [FromForm] string? day, [FromForm] string? hour, ActOnPost act, Clock clock) =>
            act.Do(id, "edit", new { at = clock.Instant($"{day}T{hour}") }, "Saved: it is sent at this time", null));
    }

    Task<RedirectHttpResult> Edit(string id, string? text, string? at, string? intent)
    {
        text = (text ?? "").ReplaceLineEndings("\n").Trim();
        var draft = $"/posts/{Uri.EscapeDataString(id)}?draft={Uri.EscapeDataString(text)}";
        return intent == "preview" ? Task.FromResult(Go.Back(draft))
            : intent == "unschedule" ? Do(id, "edit", new { text, unschedule = true }, "Saved: it has no set time and is sent when its turn comes", null, draft)
            : Do(id, "edit", new { text, at = clock.Instant(at) }, "Saved: this text is sent", null, draft);
    }

    async Task<RedirectHttpResult> Do(string id, string action, object body, string done, string? back, string? onFailure = null, string query = "")
    {
        var answer = await posts.Do(id, action + query, body);
        if (answer.Problem is null)
        {
            await audit.Say(Deeds[action], id);
        }

        var page = back ?? $"/posts/{Uri.EscapeDataString(id)}";
        return Go.Back(answer.Problem is null ? page : onFailure ?? page, Notice.Of(answer.Problem, speech[done], action is "approve" or "cancel" ? $"/posts/{Uri.EscapeDataString(id)}/undo" : null), accessor.HttpContext!);
    }
}
