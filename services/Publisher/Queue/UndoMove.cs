using Engagement.Publisher.Posts;

namespace Engagement.Publisher.Queue;

/// <summary>
/// Takes back an editor's last word, while nothing of the post can have left: a cancelled post goes back to where it was, an approved
/// one waits for approval again. Not the same as a retry, which would send what nobody approved.
/// </summary>
static class UndoMove
{
    public static (Post? Moved, string? Refusal) Of(Post post, string editor, DateTimeOffset now) => post switch
    {
        { IsWithdrawn: true } or { MayStand: true } => Refused,
        { State: PostState.Cancelled, History: [.., { State: PostState.AwaitingApproval }, _] } => (Back(post, editor, now), null),
        { State: PostState.Cancelled, History: [.., { State: PostState.Planned or PostState.Waiting }, _] } =>
            (EditorMoves.Plan(post, now, $"The cancellation was taken back by {editor}."), null),
        { State: PostState.Planned, History: [.., { State: PostState.AwaitingApproval }, _] } => (Back(post, editor, now), null),
        _ => Refused,
    };

    static (Post?, string?) Refused => (null, "Only an approval or a cancellation that was the last thing to happen can be taken back, before anything is sent.");

    static Post Back(Post post, string editor, DateTimeOffset now) =>
        post.To(PostState.AwaitingApproval, now, $"Taken back by {editor}.", "Approve, edit or cancel it.") with { ApprovedBy = null, DueAt = null };
}
