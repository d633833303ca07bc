using System.ComponentModel;
using System.Security.Claims;
using Engagement.Platform.Http;
using Engagement.Platform.Keys;
using Engagement.Platform.Text;
using Engagement.Publisher.Posts;
using Engagement.Publisher.Queue;
using Engagement.Publisher.Text;
using Engagement.Publisher.X;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Engagement.Publisher;

/// <summary>What editors do with posts: approve, cancel, retry, confirm, edit. Answers with the post as it stands then, or says what can be done.</summary>
static class ActOnPosts
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var posts = routes.MapGroup("/api/posts/{id}").RequireScope("posts");
        posts.MapPost("/approve", (string id, ClaimsPrincipal who, Editing edit,
                [Description("Seconds to wait at least, so that it can be undone; 0 to 60. Default 0.")] int wait = 0) => edit.Approve(id, who, wait))
            .WithSummary("Let a post go out").Produces<PostView>();
        posts.MapPost("/undo", (string id, ClaimsPrincipal who, Editing edit) => edit.Do(id, who, UndoMove.Of))
            .WithSummary("Take back an approval or a cancellation, while nothing of the post was sent").Produces<PostView>();
        posts.MapPost("/cancel", (string id, ClaimsPrincipal who, Editing edit) => edit.Do(id, who, EditorMoves.Cancel))
            .WithSummary("Stop a post that was not sent").Produces<PostView>();
        posts.MapPost("/retry", (string id, ClaimsPrincipal who, Editing edit) => edit.Retry(id, who))
            .WithSummary("Send a post that was not sent, or of which nobody can tell; lifts a pause of the account").Produces<PostView>();
        posts.MapPost("/confirm", (string id, Confirmation body, ClaimsPrincipal who, Editing edit) => edit.Confirm(id, body, who))
            .WithSummary("It is there: say where").Produces<PostView>();
        posts.MapPost("/edit", (string id, Edition body, ClaimsPrincipal who, Editing edit) => edit.Edit(id, body, who))
            .WithSummary("Change a post's text or time before it is sent").Produces<PostView>();
    }
}

/// <param name="Url">The post's address on X, or its id.</param>
sealed record Confirmation(string? Url);

/// <param name="Text">New words; left out to keep the old ones.</param>
/// <param name="At">When to send it; left out to keep the time.</param>
/// <param name="Unschedule">True takes its time away: it goes out when its turn comes, or when it is approved.</param>
sealed record Edition(string? Text, DateTimeOffset? At, bool Unschedule = false);

/// <summary>Moves a post for an editor, and wakes whoever sends.</summary>
sealed class Editing(PostStore posts, WordPost words, XAccount account, TextOptions options, PostDueArticles sender, TimeProvider time)
{
    public async Task<IResult> Do(string id, ClaimsPrincipal who, Func<Post, string, DateTimeOffset, (Post? Moved, string? Refusal)> move)
    {
        string? refusal = null;
        var moved = await posts.Change(id, post =>
        {
            (var changed, refusal) = move(post, who.Identity?.Name ?? "an editor", time.GetUtcNow());
            return changed;
        });
        if (moved is not null)
        {
            sender.Ring();
            return TypedResults.Ok(PostView.Of(moved));
        }

        return refusal is null ? ListPosts.NoSuchPost(id) : Problems.Conflict("not-in-this-state", "This cannot be done with the post as it stands", refusal);
    }

    public async Task<IResult> Approve(string id, ClaimsPrincipal who, int wait) => wait is >= 0 and <= 60
        ? await Do(id, who, (post, editor, now) => EditorMoves.Approve(post, editor, now, TimeSpan.FromSeconds(wait)))
        : Problems.BadRequest("bad-wait", "The wait is out of range", $"wait must be between 0 and 60 seconds; it is {wait}.");

    public async Task<IResult> Retry(string id, ClaimsPrincipal who)
    {
        var answer = await Do(id, who, EditorMoves.Retry);
        if (answer is Ok<PostView>)
        {
            // Whoever retries has mended what was wrong; if not, the first refusal pauses the account again.
            await account.Resume();
            sender.Ring();
        }

        return answer;
    }

    public async Task<IResult> Confirm(string id, Confirmation body, ClaimsPrincipal who) =>
        PostAddress.IdOf(body.Url ?? "") is { } networkPostId
            ? await Do(id, who, (post, editor, now) => EditorMoves.Confirm(post, networkPostId, editor, now))
            : Problems.BadRequest("not-a-post", "This is not the address of a post",
                "Send \"url\" with the post's address, such as https://x.com/example/status/1445880548472328192.");

    public async Task<IResult> Edit(string id, Edition body, ClaimsPrincipal who)
    {
        if (body is { Text: null, At: null, Unschedule: false } or { At: not null, Unschedule: true })
        {
            return Problems.BadRequest("nothing-to-change", "There is nothing to change", "Send \"text\", \"at\" or both; or \"unschedule\" in place of \"at\".");
        }

        var measured = body.Text is null ? null : PostText.Measure(PostText.Clean(body.Text), WeightRules.X with { MaxLength = options.MaxLength });
        return measured switch
        {
            { WeightedLength: 0 } => Problems.BadRequest("empty-text", "The text is empty", "Write something, or leave \"text\" out to keep the old words."),
            { Valid: false } => Problems.BadRequest("text-too-long", "The text is too long",
                $"It weighs {measured.WeightedLength} of {options.MaxLength} characters as X counts; shorten it. POST /api/posts/preview counts without saving."),
            _ when measured?.Of(TextEntityKind.Cashtag).Count > 1 => Problems.BadRequest("too-many-cashtags", "X takes one cashtag a post",
                $"It has {string.Join(", ", measured.Of(TextEntityKind.Cashtag))}; write all but one without the dollar sign."),
            _ => await Do(id, who, (post, editor, now) => EditorMoves.Edit(post, each => Reworded(each, measured), body.At, body.Unschedule, editor, now)),
        };
    }

    Post Reworded(Post post, MeasuredText? measured) => measured is null
        ? post
        : words.Priced(post with { Text = measured.Text, WeightedLength = measured.WeightedLength, Edited = true },
            measured.Of(TextEntityKind.Url).Count > 0);
}
