using Engagement.Dashboard.Api;
using Engagement.Dashboard.Layout;
using Engagement.Dashboard.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Engagement.Dashboard.Posts;

/// <summary>Approves, cancels, retries, confirms or rewords a post, as the API allows it, and says on its page what came of it.</summary>
static class ActOnPost
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/posts/{id}/approve", (string id, [FromForm] string? back, HttpContext http, PostsApi posts, Speech speech) =>
            Act(id, "approve", new { }, "Approved: it is sent at its time", back, http, posts, speech));
        routes.MapPost("/posts/{id}/cancel", (string id, [FromForm] string? back, HttpContext http, PostsApi posts, Speech speech) =>
            Act(id, "cancel", new { }, "Cancelled: it is not sent", back, http, posts, speech));
        routes.MapPost("/posts/{id}/retry", (string id, [FromForm] string? back, HttpContext http, PostsApi posts, Speech speech) =>
            Act(id, "retry", new { }, "It is tried again", back, http, posts, speech));
        routes.MapPost("/posts/{id}/confirm", (string id, [FromForm] string? url, [FromForm] string? back, HttpContext http, PostsApi posts, Speech speech) =>
            Act(id, "confirm", new { url }, "Confirmed: it counts as posted", back, http, posts, speech));
        routes.MapPost("/posts/{id}/edit", Edit);
    }

    static async Task<RedirectHttpResult> Edit(string id, [FromForm] string? text, [FromForm(Name = "do")] string? intent,
        HttpContext http, PostsApi posts, Speech speech)
    {
        text = (text ?? "").ReplaceLineEndings("\n").Trim();
        var draft = $"/posts/{Uri.EscapeDataString(id)}?draft={Uri.EscapeDataString(text)}";
        return intent == "preview"
            ? Go.Back(draft)
            : await Act(id, "edit", new { text }, "Saved: this text is sent", null, http, posts, speech, draft);
    }

    static async Task<RedirectHttpResult> Act(string id, string action, object body, string done, string? back,
        HttpContext http, PostsApi posts, Speech speech, string? onFailure = null)
    {
        var answer = await posts.Do(id, action, body);
        var page = back ?? $"/posts/{Uri.EscapeDataString(id)}";
        return Go.Back(answer.Problem is null ? page : onFailure ?? page, Notice.Of(answer.Problem, speech[done]), http);
    }
}
