using Engagement.Publisher.Posts;

namespace Engagement.Publisher.Queue;

/// <summary>What an editor may do with a post, state by state; each refusal says what can be done instead.</summary>
static class EditorMoves
{
    const string BeingSent = "It is being sent this moment; look again in a minute.";

    public static (Post? Moved, string? Refusal) Approve(Post post, string editor, DateTimeOffset now, TimeSpan wait) => post.State switch
    {
        PostState.AwaitingApproval => (Plan(post with { ApprovedBy = editor }, now, $"Approved by {editor}.", wait), null),
        PostState.Planned or PostState.Waiting => (null, "It is in the queue already and needs no approval; cancel it if it must not go out."),
        _ => (null, $"Only a post that awaits approval can be approved; this one is {post.State}. {Instead(post)}"),
    };

    public static (Post? Moved, string? Refusal) Cancel(Post post, string editor, DateTimeOffset now) => post switch
    {
        { IsUnsent: true } => (PostMoves.Cancel(post, now, $"Cancelled by {editor}.", "Retry it if it shall go out after all."), null),
        { State: PostState.Cancelled } => (null, "It is cancelled already."),
        _ => (null, $"It is too late to cancel: the post is {post.State}. {Instead(post)}"),
    };

    public static (Post? Moved, string? Refusal) Retry(Post post, string editor, DateTimeOffset now) => post switch
    {
        { IsWithdrawn: true } => (null, "Its article was withdrawn, so it is never sent; publish the article again under a new id if it shall be."),
        { State: PostState.Rejected or PostState.OutOfBudget or PostState.Missed or PostState.Cancelled or PostState.Waiting or PostState.DryRun
            or PostState.Unconfirmed } => (Plan(post with { ApprovedBy = editor, Reconciliation = null }, now, $"Retried by {editor}."), null),
        _ => (null, $"A post that is {post.State} cannot be retried. {Instead(post)}"),
    };

    public static (Post? Moved, string? Refusal) Confirm(Post post, string networkPostId, string editor, DateTimeOffset now) => post.State switch
    {
        PostState.Unconfirmed or PostState.Reconciling => (Sending.Settle.Posted(post, networkPostId, X.PostAddress.Of(networkPostId), now,
            $"Confirmed by {editor}."), null),
        _ => (null, $"Only a post whose outcome is in doubt can be confirmed; this one is {post.State}. {Instead(post)}"),
    };

    /// <summary>New words, a new time or none, or both.</summary>
    public static (Post? Moved, string? Refusal) Edit(Post post, Func<Post, Post> word, DateTimeOffset? at, bool unschedule, string editor, DateTimeOffset now) => post switch
    {
        { MayStand: true } or { State: PostState.Sending or PostState.Reconciling } =>
            (null, $"Its text is frozen, because it stands or may stand on the network as it is. {Instead(post)}"),
        { IsUnsent: true } => (word(post).To(post.State, now, unschedule ? $"{editor} took its time away." : at is null ? $"Edited by {editor}." : $"Edited and scheduled by {editor}.") with
        {
            DueAt = post.State == PostState.AwaitingApproval ? null : unschedule ? Later(now, post.Article.EmbargoUntil) : at ?? post.DueAt,
            ScheduledAt = unschedule ? null : at ?? post.ScheduledAt,
        }, null),
        { State: PostState.DryRun } => (null, "It ran dry and is kept as it was; retry it first once there are credentials."),
        _ => (word(post).To(post.State, now, $"Edited by {editor}.", "Retry it to send it with its new text.") with { ScheduledAt = unschedule ? null : at ?? post.ScheduledAt }, null),
    };

    /// <summary>Into the queue, at an editor's time or after the embargo.</summary>
    public static Post Plan(Post post, DateTimeOffset now, string note, TimeSpan wait = default) => post.To(PostState.Planned, now, note) with
    {
        DueAt = new[] { now + wait, post.ScheduledAt ?? now, post.Article.EmbargoUntil ?? now }.Max(),
        Unannounced = false,
    };

    static DateTimeOffset Later(DateTimeOffset now, DateTimeOffset? embargo) => embargo > now ? embargo.Value : now;

    static string Instead(Post post) => post.State switch
    {
        PostState.Sending => BeingSent,
        PostState.Reconciling => "Its outcome is being looked up; if you see it on the account, confirm it with its address.",
        PostState.Posted => "Delete it on the network itself if it must go; a correction is a new article.",
        PostState.Unconfirmed => "Look at the account: confirm it with its address if it is there, or retry it.",
        PostState.AwaitingApproval => "Approve or cancel it.",
        PostState.Planned => "It goes out by itself; edit or cancel it before.",
        _ => "Retry it if it shall go out.",
    };
}
