using Engagement.Contracts;
using Engagement.Platform.Bus;
using Engagement.Publisher.Posts;
using Engagement.Publisher.Queue;
using Engagement.Publisher.X;

namespace Engagement.Publisher.Sending;

/// <summary>Tells the other services how a post ended. Kept due in the ledger until the broker has it, so it is said at least once.</summary>
sealed class AnnouncePost(PostStore posts, Announcer announcer, XOptions options, QueueOptions queue, TimeProvider time)
{
    /// <summary>Says it, and notes that it was said.</summary>
    public async Task Say(Post post, CancellationToken cancellation)
    {
        if (post.State is PostState.Posted or PostState.DryRun)
        {
            await announcer.Say(new PostPublished(post.Id, post.Article.Id, post.Network, post.NetworkPostId, post.Url, post.Text!,
                post.SentAt ?? time.GetUtcNow()), cancellation);
        }
        else
        {
            await announcer.Say(new PostFailed(post.Id, post.Article.Id, post.Network, post.State.ToString(), post.Reason ?? "",
                post.Advice ?? "", time.GetUtcNow()), cancellation);
        }

        await posts.Change(post.Id, current => current.Unannounced && current.State == post.State
            ? current with { Unannounced = false, DueAt = NextLook(current) }
            : null);
    }

    DateTimeOffset? NextLook(Post post) => post.State switch
    {
        PostState.Waiting or PostState.Reconciling => post.DueAt,
        // Withdrawn while it was under way.
        PostState.Posted when post.IsWithdrawn && queue.DeleteWithdrawn => time.GetUtcNow(),
        PostState.Posted when options.Metrics && post.PostedAt is { } postedAt => MeasurePost.Next(postedAt, time.GetUtcNow()),
        _ => null,
    };
}
