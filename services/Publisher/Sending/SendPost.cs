using System.Security.Cryptography;
using System.Text;
using Engagement.Publisher.Posts;
using Engagement.Publisher.Text;
using Engagement.Publisher.X;

namespace Engagement.Publisher.Sending;

/// <summary>
/// One attempt. It is in the ledger, with the frozen text, before its first byte leaves; so whoever finds it without an outcome knows
/// that the post may stand, and looks instead of sending again.
/// </summary>
sealed class SendPost(PostStore posts, INetwork network, XAccount account, XOptions options, PostRenderer renderer, TimeProvider time)
{
    /// <summary>Sends a due post. Returns it as it stands afterwards; null where somebody else moved it meanwhile.</summary>
    public async Task<Post?> First(Post due)
    {
        var now = time.GetUtcNow();
        var post = Word(due);
        return options.IsDry
            ? await posts.Replace(post.To(PostState.DryRun, now, "There are no credentials for X, so it was not sent.",
                "Set the four Engagement__X__ credentials; articles from then on are sent.") with { DueAt = now, Unannounced = true }, due.State)
            : await Attempt(post, due.State, due.Reconciliation);
    }

    /// <summary>Sends the identical text once more, after the timeline answered and did not show it.</summary>
    public Task<Post?> Again(Post unknown) =>
        Attempt(unknown, unknown.State, unknown.Reconciliation! with { Looks = 0, Resent = true });

    async Task<Post?> Attempt(Post post, PostState from, Reconciliation? reconciliation)
    {
        var started = time.GetUtcNow();
        var number = post.Attempts.Count == 0 ? 1 : post.Attempts[^1].Number + 1;
        var sending = post.To(PostState.Sending, started, $"Attempt {number}.") with
        {
            Attempts = [.. post.Attempts, new Attempt(number, started, Hash(post.Text!), post.Cost ?? 0)],
            Reconciliation = reconciliation,
            DueAt = started + options.Timeout + options.ReconcileAfter,
        };
        if (await posts.Replace(sending, from) is null)
        {
            return null;
        }

        var (outcome, limitedUntil) = await network.Publish(post.Text!, []);
        if (limitedUntil is { } until)
        {
            await account.Limit(until);
        }

        var (retryAt, tell) = await Weigh(outcome);
        return await posts.Change(post.Id, current => Settle.Apply(current, number, outcome, time.GetUtcNow(), retryAt) is var settled && tell
            ? settled with { Unannounced = true }
            : settled);
    }

    /// <summary>What the outcome means for the account: when this post is looked at again, and whether an editor must be told of a pause.</summary>
    async Task<(DateTimeOffset RetryAt, bool Tell)> Weigh(Outcome outcome)
    {
        var now = time.GetUtcNow();
        switch (outcome)
        {
            case Outcome.Posted:
                await account.Works();
                return (now, false);
            case Outcome.RateLimited limited:
                await account.Limit(limited.Until);
                return (limited.Until, false);
            case Outcome.OutOfCredits or Outcome.Unauthorized or Outcome.Rejected { Kind: Refusal.Configuration }:
                return (now, await account.Pause(Settle.Reason(outcome)));
            case Outcome.NotSent:
                return (await account.Trouble(), false);
            case Outcome.Unknown:
                await account.Trouble();
                return (now + options.ReconcileAfter, false);
            default:
                return (now + options.ReconcileAfter, false);
        }
    }

    /// <summary>Words it, unless an editor did or it may stand in the words that it has.</summary>
    Post Word(Post post)
    {
        if (post.Text is not null && (post.Edited || post.MayStand))
        {
            return post;
        }

        var worded = renderer.Render(post.Article, post.Id, post.Occasion);
        return post with { Text = worded.Text, WeightedLength = worded.WeightedLength };
    }

    static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
