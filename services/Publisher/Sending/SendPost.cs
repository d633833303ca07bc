using System.Security.Cryptography;
using System.Text;
using Engagement.Platform.Telemetry;
using Engagement.Publisher.Budget;
using Engagement.Publisher.Posts;
using Engagement.Publisher.Queue;
using Engagement.Publisher.X;

namespace Engagement.Publisher.Sending;

/// <summary>
/// One attempt. It is in the ledger, with the frozen text, before its first byte leaves; so whoever finds it without an outcome knows
/// that the post may stand, and looks instead of sending again.
/// </summary>
sealed class SendPost(PostStore posts, INetwork network, XAccount account, XOptions options, QueueOptions queue, Turns turns, WordPost words,
    MonthlyBudget budget, FetchImage images, Traces traces, TimeProvider time)
{
    static readonly TimeSpan Moment = TimeSpan.FromSeconds(5);

    /// <summary>Sends a due post, unless it is stale or not its turn. Returns it as it stands afterwards; null where it was not moved.</summary>
    public async Task<Post?> First(Post due)
    {
        var now = time.GetUtcNow();
        if (IsStale(due, now))
        {
            return await posts.Replace(Settle.Fail(due, PostState.Missed, now, "It was stale news before it could be sent.",
                "Retry it if it shall go out all the same."), due.State);
        }

        var post = words.Word(due);
        if (options.IsDry)
        {
            return await posts.Replace(post.To(PostState.DryRun, queue.BackdateDryRuns && due.ScheduledAt is null && due.ApprovedBy is null ? due.CreatedAt : now, "There are no credentials for X, so it was not sent.",
                "Set the four Engagement__X__ credentials; articles from then on are sent.") with { DueAt = now, Unannounced = true }, due.State);
        }

        if (!await turns.Take(post.Article.Breaking, now))
        {
            await posts.News.Put(due.Id, due.DueAt ?? now);
            return null;
        }

        return await Attempt(post with { MediaIds = await Pictures(post) }, due.State, due.Reconciliation);
    }

    /// <summary>The article's picture, uploaded; none where it cannot be had, because news does not wait for pictures.</summary>
    async Task<IReadOnlyList<string>> Pictures(Post post) =>
        post.MayStand ? post.MediaIds
        : options.Images && post.Article.Image is { } image
            && await images.Fetch(image, CancellationToken.None) is { } picture
            && await network.Upload(picture.Bytes, picture.Type, image.Alt, CancellationToken.None) is { } id ? [id]
        : [];

    /// <summary>Whether it is no news any more. What an editor asked for does not go stale.</summary>
    public bool IsStale(Post post, DateTimeOffset now) => queue.StaleAfter > TimeSpan.Zero && post.ApprovedBy is null && post.ScheduledAt is null
        && now - (post.Article.EmbargoUntil ?? post.Article.PublishedAt ?? post.CreatedAt) > queue.StaleAfter;

    /// <summary>Sends the identical text again, after the timeline answered all looks and never showed it.</summary>
    public async Task<Post?> Again(Post unknown)
    {
        var doubt = unknown.Reconciliation!;
        var absent = unknown with
        {
            Attempts = [.. unknown.Attempts.Select(each => each.Outcome == AttemptOutcome.Unknown ? each with { Outcome = AttemptOutcome.Absent } : each)],
        };
        var sent = await Attempt(absent, unknown.State, doubt with { Looks = 0, Resends = doubt.Resends + 1, Refusal = null });
        foreach (var unbilled in sent is null ? [] : unknown.Attempts.Where(each => each.Outcome == AttemptOutcome.Unknown))
        {
            await budget.GiveBack(unbilled.Cost, unbilled.StartedAt);
        }

        return sent;
    }

    async Task<Post?> Attempt(Post post, PostState from, Reconciliation? reconciliation)
    {
        var started = time.GetUtcNow();
        if (!await budget.ChargePost(post.Cost ?? 0, post.Article.Breaking))
        {
            return await OutOfBudget(post, from, started, isAbsent: reconciliation?.Resends > 0);
        }

        var number = post.Attempts.Count == 0 ? 1 : post.Attempts[^1].Number + 1;
        var sending = post.To(PostState.Sending, started, $"Attempt {number}.") with
        {
            Attempts = [.. post.Attempts, new Attempt(number, started, Hash(post.Text!), post.Cost ?? 0)],
            Reconciliation = reconciliation,
            DueAt = started + options.Timeout + options.ReconcileAfter,
        };
        if (await posts.Replace(sending, from) is null)
        {
            await budget.GiveBack(post.Cost ?? 0, started);
            return null;
        }

        using var step = traces.Begin("send post", await traces.Cause($"post:{post.Id}"));
        var (outcome, limitedUntil) = await network.Publish(post.Text!, post.MediaIds);
        if (limitedUntil is { } until)
        {
            await account.Limit(until);
        }

        // Proof of an identical post after an attempt of ours is proof that ours stands, and was billed.
        if (outcome is not (Outcome.Posted or Outcome.Unknown) && !(outcome is Outcome.AlreadyThere && post.MayStand))
        {
            await budget.GiveBack(post.Cost ?? 0, started);
        }

        var (retryAt, tell, alert) = await Weigh(outcome);
        return await posts.Change(post.Id, current => Settle.Apply(current, number, outcome, time.GetUtcNow(), retryAt) switch
        {
            var settled when alert is not null => Settle.Alert(settled, alert),
            var settled when tell => settled with { Unannounced = true },
            // Who sent it announces it next; another lane only where that died.
            { State: PostState.Posted, Unannounced: true } settled => settled with { DueAt = time.GetUtcNow() + Moment },
            var settled => settled,
        });
    }

    /// <summary>An unsent post ends here; one in doubt is left to an editor, who may find it on the account.</summary>
    Task<Post?> OutOfBudget(Post post, PostState from, DateTimeOffset now, bool isAbsent) => posts.Replace(
        post.MayStand && !isAbsent
            ? Settle.Fail(post, PostState.Unconfirmed, now, "It may stand or not, and sending it again would go beyond the month's budget.",
                "Look at the account: if the post is there, confirm it with its address; if not, raise Engagement__X__MonthlyBudget and retry.")
            : Settle.Fail(post, PostState.OutOfBudget, now, $"It costs ${post.Cost:0.000}, which goes beyond the month's budget.",
                "Raise Engagement__X__MonthlyBudget or wait for the next month, then retry."), from);

    /// <summary>
    /// What the outcome means for the account: when this post is looked at again, whether an editor must be told of a pause, and what else.
    /// </summary>
    async Task<(DateTimeOffset RetryAt, bool Tell, string? Alert)> Weigh(Outcome outcome)
    {
        var now = time.GetUtcNow();
        switch (outcome)
        {
            case Outcome.Posted:
                await account.Works();
                return (now, false, null);
            case Outcome.RateLimited limited:
                await account.Limit(limited.Until);
                return (limited.Until, false, null);
            case Outcome.OutOfCredits or Outcome.Unauthorized or Outcome.Rejected { Kind: Refusal.Configuration }:
                return (now, await account.Pause(Settle.Reason(outcome), Settle.Advice(outcome)), null);
            case Outcome.NotSent:
                var (until, outOfReach) = await account.Trouble(Settle.Reason(outcome));
                return (until, false, outOfReach);
            case Outcome.Unknown:
                return (now + options.ReconcileAfter, false, (await account.Trouble(Settle.Reason(outcome))).Alert);
            default:
                return (now + options.ReconcileAfter, false, null);
        }
    }

    static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
