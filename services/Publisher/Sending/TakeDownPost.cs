using Engagement.Contracts;
using Engagement.Platform.Bus;
using Engagement.Publisher.Posts;

namespace Engagement.Publisher.Sending;

/// <summary>Deletes the post of a withdrawn article, where that is wanted. Deleting twice does no harm, so an unknown outcome is tried again.</summary>
sealed class TakeDownPost(PostStore posts, INetwork network, Announcer announcer, TimeProvider time)
{
    /// <summary>Waits between tries grow up to a day: 1, 4, 16 … minutes.</summary>
    const int MaxTries = 8;

    const string Reason = "Its article was withdrawn, but X did not delete the post.";
    const string Advice = "Delete it on X by hand.";

    public async Task<Post?> Try(Post post, CancellationToken cancellation)
    {
        var gone = await network.Delete(post.NetworkPostId!, cancellation);
        var now = time.GetUtcNow();
        var tries = post.TakeDownTries + 1;
        if (!gone && tries == MaxTries)
        {
            await announcer.Say(new PostFailed(post.Id, post.Article.Id, post.Network, nameof(PostState.Posted), Reason, Advice, now), cancellation);
        }

        return await posts.Replace(gone ? post.To(PostState.Deleted, now, "Its article was withdrawn.") with { DueAt = null }
            : tries < MaxTries ? post with { TakeDownTries = tries, DueAt = now + TimeSpan.FromMinutes(Math.Min(Math.Pow(4, tries - 1), 1440)) }
            : post.To(PostState.Posted, now, Reason, Advice) with { TakeDownTries = tries, DueAt = null }, post.State);
    }
}
