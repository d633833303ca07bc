using Engagement.Publisher.Posts;

namespace Engagement.Publisher.Sending;

/// <summary>
/// What the outcome of an attempt makes of a post. Evidence that it stands always wins; evidence that one attempt did not arrive
/// settles the post only where no other attempt may have.
/// </summary>
static class Settle
{
    /// <param name="post">As it is in the ledger now, which may be further than when the attempt began.</param>
    /// <param name="attempt">The attempt's number.</param>
    /// <param name="outcome">What is known of it.</param>
    /// <param name="now">The time.</param>
    /// <param name="retryAt">When to try again what may be tried again, or look up what must be.</param>
    public static Post Apply(Post post, int attempt, Outcome outcome, DateTimeOffset now, DateTimeOffset retryAt)
    {
        var noted = post with { Attempts = [.. post.Attempts.Select(each => each.Number == attempt ? End(each, outcome, now) : each)] };
        return outcome switch
        {
            Outcome.Posted posted => Posted(noted, posted.Id, posted.Url, now),
            _ when post.State is not (PostState.Sending or PostState.Reconciling) => noted,
            Outcome.AlreadyThere there => LookUp(noted, now, retryAt, there.Reason) is var found
                ? found with { Reconciliation = found.Reconciliation! with { IsThere = true } } : found,
            Outcome.Unknown unknown => LookUp(noted, now, retryAt, unknown.Reason),
            // It was sent again after an unknown outcome, and that did not arrive: the first may stand all the same.
            _ when noted.MayStand => LookUp(noted, now, retryAt, Reason(outcome)) is var again
                ? again with { Reconciliation = again.Reconciliation! with { Refusal = (outcome as Outcome.Rejected)?.Reason } } : again,
            Outcome.Rejected rejected => Fail(noted, PostState.Rejected, now, rejected.Reason, Advice(rejected)),
            _ => noted.To(PostState.Waiting, now, Reason(outcome), Advice(outcome)) with { DueAt = retryAt },
        };
    }

    /// <summary>It stands: the end of all doubt.</summary>
    public static Post Posted(Post post, string id, string? url, DateTimeOffset now, string? note = null,
        DateTimeOffset? madeAt = null) => post.State == PostState.Posted
        ? post
        : post.To(PostState.Posted, now, note) with
        {
            NetworkPostId = id,
            Url = url,
            PostedAt = madeAt ?? now,
            Reconciliation = null,
            Unannounced = true,
            DueAt = now,
        };

    /// <summary>It ended otherwise, and an editor is to be told.</summary>
    public static Post Fail(Post post, PostState state, DateTimeOffset now, string reason, string advice) =>
        post.To(state, now, reason, advice) with { DueAt = now, Unannounced = true };

    /// <summary>Nothing ends, but an editor is to be told what lasts.</summary>
    public static Post Alert(Post post, string alert) =>
        post with { Reason = alert, Advice = X.AccountStanding.LastingAdvice, Unannounced = true };

    static Post LookUp(Post post, DateTimeOffset now, DateTimeOffset at, string reason) =>
        post.To(PostState.Reconciling, now, reason, "Nothing yet: the account's timeline is being looked at.") with
        {
            Reconciliation = post.Reconciliation ?? new Reconciliation(now),
            DueAt = at,
        };

    static Attempt End(Attempt attempt, Outcome outcome, DateTimeOffset now) => attempt with
    {
        EndedAt = now,
        Detail = Reason(outcome),
        Outcome = outcome switch
        {
            Outcome.Posted => AttemptOutcome.Posted,
            Outcome.AlreadyThere => AttemptOutcome.AlreadyThere,
            Outcome.Unknown => AttemptOutcome.Unknown,
            Outcome.NotSent => AttemptOutcome.NotSent,
            _ => AttemptOutcome.Refused,
        },
    };

    public static string Reason(Outcome outcome) => outcome switch
    {
        Outcome.AlreadyThere it => it.Reason,
        Outcome.Rejected it => it.Reason,
        Outcome.RateLimited it => it.Reason,
        Outcome.OutOfCredits it => it.Reason,
        Outcome.Unauthorized it => it.Reason,
        Outcome.NotSent it => it.Reason,
        Outcome.Unknown it => it.Reason,
        _ => "",
    };

    /// <summary>What an editor can do about it.</summary>
    public static string Advice(Outcome outcome) => outcome switch
    {
        Outcome.Rejected it => Advice(it.Kind),
        Outcome.RateLimited => "Nothing: it goes out when X allows it.",
        Outcome.OutOfCredits => "Add credits in X's developer console; posting resumes by itself, or at once with a retry of any post.",
        Outcome.Unauthorized => "If it lasts, check this machine's clock and the credentials in Engagement__X__… or connect the account again; posting resumes by itself when X accepts them.",
        _ => "Nothing: it is tried again; check the network if it lasts.",
    };

    static string Advice(Refusal kind) => kind switch
    {
        Refusal.TooLong => "Shorten the text and retry; please report it too, because our count of its length was wrong.",
        Refusal.Text => "Edit the text and retry.",
        Refusal.Configuration => "Check the app's permissions and plan in X's developer console and Engagement__X__ApiUrl, then retry.",
        _ => "Edit the text and retry; if X still refuses it, report it with the reason.",
    };
}
