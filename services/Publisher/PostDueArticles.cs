using Engagement.Platform;
using Engagement.Platform.Store;
using Engagement.Publisher.Posts;
using Engagement.Publisher.Queue;
using Engagement.Publisher.Sending;
using Engagement.Publisher.X;
using Microsoft.Extensions.Logging;

namespace Engagement.Publisher;

/// <summary>Rings all lanes; an article that appears is taken by whichever is free.</summary>
sealed class PostDueArticles
{
    /// <summary>One request may hang until its deadline; with four lanes three others still post.</summary>
    public const int Lanes = 4;

    readonly List<PostLane> lanes = [];

    public void Add(PostLane lane) => lanes.Add(lane);

    public void Ring()
    {
        foreach (var lane in lanes)
        {
            lane.Ring();
        }
    }
}

/// <summary>Takes what is due, one post at a time: looks up what is in doubt, announces what ended, sends what is to be sent.</summary>
sealed class PostLane(PostStore posts, SendPost send, ReconcilePost reconcile, AnnouncePost announce,
    TakeDownPost takeDown, MeasurePost measure, XAccount account, INetwork network,
    XOptions options, QueueOptions queue, Turns turns, PostDueArticles lanes, bool isLookout, TimeProvider time, ILogger<PostLane> log)
    : Sweep(isLookout ? TimeSpan.FromMilliseconds(500) : TimeSpan.FromSeconds(30), time, log)
{
    /// <summary>How long a post that was taken and not moved stays away: whoever took it died. Two that work on one do no harm, because one move wins.</summary>
    TimeSpan Lease => options.Timeout + TimeSpan.FromSeconds(5);

    protected override async Task<bool> Look(CancellationToken cancellation)
    {
        var checkedOne = await Take(posts.Checks, cancellation);
        var sentOne = await IsOpen(cancellation) && (await Take(posts.Breaking, cancellation)
            || (await turns.HeldUntil(Time.GetUtcNow()) is null && await Take(posts.News, cancellation)));
        if (isLookout && (checkedOne || sentOne))
        {
            lanes.Ring();
        }

        return checkedOne || sentOne;
    }

    async Task<bool> Take(DueSet due, CancellationToken cancellation)
    {
        if ((await due.Take(Time.GetUtcNow(), Lease, 1)).FirstOrDefault() is not { } id)
        {
            return false;
        }

        if (await posts.Find(id) is { } post)
        {
            await Handle(post, cancellation);
        }
        else
        {
            await due.Done(id);
        }

        return true;
    }

    async Task Handle(Post post, CancellationToken cancellation)
    {
        var moved = post.State switch
        {
            PostState.Planned or PostState.Waiting => await send.First(post),
            PostState.Sending or PostState.Reconciling => await reconcile.Look(post, cancellation),
            PostState.Posted when post is { IsWithdrawn: true, Unannounced: false } && queue.DeleteWithdrawn => await takeDown.Try(post, cancellation),
            PostState.Posted when !post.Unannounced => await measure.Read(post, cancellation),
            _ => post,
        };
        if (moved is { Unannounced: true })
        {
            await announce.Say(moved, cancellation);
        }
    }

    /// <summary>While the account is paused or limited, posts stay where they are in the queue; what is in doubt is looked up all the same.</summary>
    async Task<bool> IsOpen(CancellationToken cancellation)
    {
        var standing = await account.Standing();
        if (options.IsDry || standing.IsOpen(Time.GetUtcNow()))
        {
            return true;
        }

        if (standing.Paused is not null && await account.TakeProbe() && await network.Probe(cancellation) is Outcome.Posted)
        {
            await account.Resume();
            lanes.Ring();
        }

        return false;
    }
}
