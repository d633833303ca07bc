using System.Text;
using Engagement.Publisher.Posts;
using Engagement.Publisher.X;

namespace Engagement.Publisher.Sending;

/// <summary>
/// Finds out what became of an attempt without an outcome, on the account's own timeline. Only where the timeline answered four times
/// over a quarter of an hour and never showed it, the identical text is sent once more; then X's own refusal of duplicates guards it.
/// </summary>
sealed class ReconcilePost(PostStore posts, INetwork network, XAccount account, SendPost send, XOptions options, TimeProvider time)
{
    /// <summary>Looks follow one another after so many times <see cref="XOptions.ReconcileAfter"/>: how soon a timeline shows a post is not documented.</summary>
    static readonly int[] Pauses = [1, 4, 20, 40];

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
        var from = open[0].StartedAt - (doubt.IsThere ? DuplicateWindow : ClockMargin);
        var timeline = await network.Timeline(from, open[^1].StartedAt + ClockMargin, cancellation);
        if (timeline?.FirstOrDefault(standing => IsSame(standing, post)) is { } found)
        {
            return await posts.Replace(Settle.Posted(post, found.Id, PostAddress.Of(found.Id), now), post.State);
        }

        var looked = doubt with { Looks = doubt.Looks + (timeline is null ? 0 : 1) };
        return looked.Looks < Pauses.Length
            ? await Later(post, looked, timeline is null, now)
            : looked.Resent || looked.IsThere || post.IsWithdrawn
                ? await GiveUp(post, now, "The timeline never showed it.")
                : await SendAgain(post, looked, now);
    }

    async Task<Post?> Later(Post post, Reconciliation doubt, bool noAnswer, DateTimeOffset now)
    {
        if (noAnswer && now - doubt.Since > options.UnconfirmedAfter)
        {
            return await GiveUp(post, now, "X's timeline does not answer.");
        }

        var reason = noAnswer ? "X's timeline does not answer." : $"Not on the timeline at look {doubt.Looks}.";
        var waiting = post.To(PostState.Reconciling, now, reason, "Nothing yet: the account's timeline is being looked at.") with
        {
            Attempts = Doubted(post),
            Reconciliation = doubt,
            DueAt = now + (options.ReconcileAfter * (noAnswer ? Pauses[1] : Pauses[doubt.Looks])),
        };
        return await posts.Replace(waiting, post.State);
    }

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
