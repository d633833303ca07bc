using System.Text;
using Engagement.Publisher.Posts;
using Engagement.Publisher.X;

namespace Engagement.Publisher.Sending;

/// <summary>
/// Finds out what became of an attempt without an outcome, on the account's own timeline. Only where the timeline answered four times
/// over a quarter of an hour and never showed it, the identical text is sent again, and looked up again where that is lost too; X's own
/// refusal of duplicates guards it besides. An editor is asked only where the timeline cannot tell.
/// </summary>
sealed class ReconcilePost(PostStore posts, INetwork network, XAccount account, SendPost send, XOptions options, TimeProvider time)
{
    /// <summary>Looks follow one another after so many times <see cref="XOptions.ReconcileAfter"/>: how soon a timeline shows a post is not documented.</summary>
    static readonly int[] Pauses = [1, 4, 20, 40];

    /// <summary>With the pauses at their longest, more than a day.</summary>
    const int MaxResends = 30;

    /// <summary>X refuses signatures that are five minutes off, so a post's time there differs from ours by less than this.</summary>
    static readonly TimeSpan ClockMargin = TimeSpan.FromMinutes(10);

    /// <summary>X's window for duplicates is not documented; an identical post that it knows of is at most this old.</summary>
    static readonly TimeSpan DuplicateWindow = TimeSpan.FromHours(48);

    /// <summary>One look. Returns the post as it stands afterwards; null where somebody else moved it meanwhile.</summary>
    public async Task<Post?> Look(Post post, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var doubt = post.Reconciliation ?? new Reconciliation(now);
        var open = post.Attempts.Where(attempt => attempt.Outcome is not (AttemptOutcome.NotSent or AttemptOutcome.Refused)).ToList();
        // Each post in the span costs: of many attempts, those before the last three have been absent from eight looks and more.
        var from = doubt.IsThere ? open[0].StartedAt - DuplicateWindow : open[Math.Max(0, open.Count - 3)].StartedAt - ClockMargin;
        var seen = await network.Find(from, open[^1].StartedAt + ClockMargin, standing => IsSame(standing, post), cancellation);
        if (seen.Post is { } found)
        {
            await account.Works();
            return await posts.Replace(Settle.Posted(post, found.Id, PostAddress.Of(found.Id), now,
                madeAt: found.CreatedAt == default ? null : found.CreatedAt), post.State);
        }

        var looked = seen.Answered ? doubt with { Looks = doubt.Looks + 1, AnsweredAt = now } : doubt;
        return looked.Looks < Pauses.Length ? await Later(post, looked, !seen.Answered, now) : await IsAbsent(post, looked, now);
    }

    async Task<Post?> Later(Post post, Reconciliation doubt, bool noAnswer, DateTimeOffset now)
    {
        if (noAnswer && now - (doubt.AnsweredAt ?? doubt.Since) > options.UnconfirmedAfter)
        {
            return await GiveUp(post, now, "X's timeline does not answer.");
        }

        var reason = noAnswer ? "X's timeline does not answer." : $"Not on the timeline at look {doubt.Looks}.";
        // Lost again and again it is X that is ill: then looks are fewer, because each costs.
        var patience = Math.Min(4, 1 << Math.Max(0, doubt.Resends - 1));
        var waiting = post.To(PostState.Reconciling, now, reason, "Nothing yet: the account's timeline is being looked at.") with
        {
            Attempts = Doubted(post),
            Reconciliation = doubt,
            DueAt = now + (options.ReconcileAfter * (noAnswer ? Pauses[1] : Pauses[doubt.Looks] * patience)),
        };
        return await posts.Replace(noAnswer && (await account.Silence(reason)).Alert is { } alert ? Settle.Alert(waiting, alert) : waiting, post.State);
    }

    /// <summary>The timeline answered every look and showed nothing: what is not there is sent again, unless there is a reason not to.</summary>
    async Task<Post?> IsAbsent(Post post, Reconciliation doubt, DateTimeOffset now) => post switch
    {
        _ when doubt.IsThere => await GiveUp(post, now, "X says that an identical post exists, but the timeline never showed it."),
        { IsWithdrawn: true } => await End(post, PostMoves.Cancel(post, now, "Its article was withdrawn, and it is not on the timeline.", "Nothing is to be done.")),
        _ when doubt.Refusal is { } why => await End(post, Settle.Fail(post, PostState.Rejected, now, why, "Edit nothing: its text is frozen. Publish the article again under a new id if it shall go out.")),
        _ when send.IsStale(post, now) || doubt.Resends >= MaxResends => await End(post, Settle.Fail(post, PostState.Missed, now,
            $"X took it in none of {post.Attempts.Count} attempts, and it is not on the timeline.", "Retry it if it shall go out all the same.")),
        _ => await SendAgain(post, doubt, now),
    };

    Task<Post?> End(Post post, Post ended) => posts.Replace(ended with { Attempts = Doubted(post) }, post.State);

    async Task<Post?> SendAgain(Post post, Reconciliation doubt, DateTimeOffset now)
    {
        var standing = await account.Standing();
        return standing.IsOpen(now)
            ? await send.Again(post with { Attempts = Doubted(post), Reconciliation = doubt })
            : await posts.Replace(post with
            {
                Reconciliation = doubt with { Looks = Pauses.Length - 1 },
                State = PostState.Reconciling,
                Attempts = Doubted(post),
                DueAt = standing.LimitedUntil > now ? standing.LimitedUntil : now + TimeSpan.FromMinutes(1),
            }, post.State);
    }

    Task<Post?> GiveUp(Post post, DateTimeOffset now, string reason) => posts.Replace(
        Settle.Fail(post, PostState.Unconfirmed, now, reason,
            "Look at the account: if the post is there, confirm it with its address; if not, retry.") with { Attempts = Doubted(post) }, post.State);

    static IReadOnlyList<Attempt> Doubted(Post post) =>
        [.. post.Attempts.Select(attempt => attempt.Outcome == AttemptOutcome.Open ? attempt with { Outcome = AttemptOutcome.Unknown } : attempt)];

    /// <summary>By the mark in the link, else by the link itself, else by the words.</summary>
    static bool IsSame(StandingPost standing, Post post) =>
        standing.Links.Any(link => link.Contains($"utm_content={post.Id}", StringComparison.Ordinal))
        || standing.Links.Any(link => link.TrimEnd('/') == post.Article.Url.TrimEnd('/'))
        || string.Equals(standing.Text.Normalize(NormalizationForm.FormC), post.Text!.Normalize(NormalizationForm.FormC), StringComparison.Ordinal);
}
