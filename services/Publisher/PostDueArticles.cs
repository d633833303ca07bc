using Engagement.Platform;
using Engagement.Publisher.Posts;
using Engagement.Publisher.Queue;
using Engagement.Publisher.Sending;
using Engagement.Publisher.X;
using Microsoft.Extensions.Logging;

namespace Engagement.Publisher;

/// <summary>
/// Rings one lane that is free, which rings the next as soon as it has taken a post: one article wakes two lanes, a burst wakes all.
/// A lane that is busy looks again by itself when it is done.
/// </summary>
sealed class PostDueArticles
{
    /// <summary>One request may hang until its deadline; with four lanes three others still post.</summary>
    public const int Lanes = 4;

    readonly List<PostLane> lanes = [];

    public void Add(PostLane lane) => lanes.Add(lane);

    public void Ring() => lanes.Find(lane => !lane.IsBusy)?.Ring();
}

/// <summary>Takes what is due, one post at a time: looks up what is in doubt, announces what ended, sends what is to be sent.</summary>
sealed class PostLane(PostStore posts, SendPost send, ReconcilePost reconcile, AnnouncePost announce,
    TakeDownPost takeDown, MeasurePost measure, XAccount account, INetwork network,
    XOptions options, QueueOptions queue, Turns turns, PostDueArticles lanes, bool isLookout, TimeProvider time, ILogger<PostLane> log)
    : Sweep(isLookout ? TimeSpan.FromMilliseconds(500) : TimeSpan.FromSeconds(30), time, log)
{
    volatile bool isBusy;
    bool checksFirst = true;

    /// <summary>True while it works on a post.</summary>
    public bool IsBusy => isBusy;

    /// <summary>How long a post that was taken and not moved stays away: whoever took it died. Two that work on one do no harm, because one move wins.</summary>
    TimeSpan Lease => options.Timeout + TimeSpan.FromSeconds(5);

    protected override async Task<bool> Look(CancellationToken cancellation)
    {
        // News goes first, and every other time what is in doubt or to be measured, of which there may be much.
        checksFirst = !checksFirst;
        var id = checksFirst
            ? await TakeCheck() ?? await TakeToSend(cancellation)
            : await TakeToSend(cancellation) ?? await TakeCheck();
        if (id is null)
        {
            return false;
        }

        isBusy = true;
        try
        {
            lanes.Ring();
            await Work(id, cancellation);
        }
        finally
        {
            isBusy = false;
        }

        return true;
    }

    async Task<string?> TakeCheck() => (await posts.Checks.Take(Time.GetUtcNow(), Lease, 1)).FirstOrDefault();

    async Task<string?> TakeToSend(CancellationToken cancellation)
    {
        var (now, standing) = (Time.GetUtcNow(), await account.Standing());
        return await IsOpen(standing, cancellation) ? await posts.TakeToSend(now, Lease, news: turns.HeldUntil(standing, now) is null) : null;
    }

    async Task Work(string id, CancellationToken cancellation)
    {
        if (await posts.Find(id) is { } post)
        {
            await Handle(post, cancellation);
        }
        else
        {
            await Task.WhenAll(posts.Checks.Done(id), posts.Breaking.Done(id), posts.News.Done(id));
        }
    }

    async Task Handle(Post post, CancellationToken cancellation)
    {
        var moved = post.State switch
        {
            PostState.Planned or PostState.Waiting => await send.First(post),
            PostState.Sending or PostState.Reconciling => await reconcile.Look(post, cancellation),
            PostState.Posted when post is { IsWithdrawn: true, Unannounced: false } && queue.DeleteWithdrawn => await takeDown.Try(post, cancellation),
            // Another lane may have dealt with it between taking and reading it: then nothing is due, and a reading costs.
            PostState.Posted when !post.Unannounced && post.DueAt <= Time.GetUtcNow() => await measure.Read(post, cancellation),
            _ => post,
        };
        if (moved is { Unannounced: true })
        {
            await announce.Say(moved, cancellation);
        }
    }

    /// <summary>While the account is paused or limited, posts stay where they are in the queue; what is in doubt is looked up all the same.</summary>
    async Task<bool> IsOpen(AccountStanding standing, CancellationToken cancellation)
    {
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
