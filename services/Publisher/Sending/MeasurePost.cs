using Engagement.Contracts;
using Engagement.Platform.Bus;
using Engagement.Publisher.Posts;

namespace Engagement.Publisher.Sending;

/// <summary>
/// Reads how a post fares, often while it is young and ever more seldom. Through the own timeline, where a reading costs a fifth of one
/// by id; eleven readings of a post are about one cent.
/// </summary>
sealed class MeasurePost(PostStore posts, INetwork network, Announcer announcer, TimeProvider time)
{
    static readonly double[] AgesInHours = [1, 3, 6, 12, 24, 48, 72, 120, 168, 336, 720];

    /// <summary>X's clock may differ from ours by as much; the span holds few other posts, and each costs.</summary>
    static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    /// <summary>When a post is next read; null where it is too old to be.</summary>
    public static DateTimeOffset? Next(DateTimeOffset postedAt, DateTimeOffset now) => AgesInHours
        .Select(age => (DateTimeOffset?)postedAt.AddHours(age)).FirstOrDefault(at => at > now);

    public async Task<Post?> Read(Post post, CancellationToken cancellation)
    {
        var postedAt = post.PostedAt!.Value;
        // A post that an editor found late was made at an attempt, not when it was found.
        var made = post.Attempts.Count > 0 && post.Attempts[^1].StartedAt < postedAt ? post.Attempts[^1].StartedAt : postedAt;
        var seen = await network.Find(made - Margin, postedAt + Margin, standing => standing.Id == post.NetworkPostId, cancellation);
        var now = time.GetUtcNow();
        var measured = seen.Post?.Metrics;
        var changed = measured is { Count: > 0 } && !measured.All(metric => post.Metrics.TryGetValue(metric.Key, out var known) && known == metric.Value);
        if (changed)
        {
            await announcer.Say(new PostMetricsChanged(post.Id, post.Article.Id, post.Network, post.NetworkPostId!, measured!, now), cancellation);
        }

        return await posts.Replace(post with
        {
            Metrics = changed ? measured! : post.Metrics,
            MeasuredAt = measured is null ? post.MeasuredAt : now,
            DueAt = Next(postedAt, now),
        }, post.State);
    }
}
