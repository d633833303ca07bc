namespace Engagement.Fakes.X;

/// <summary>One way for a request to go wrong. <c>with { Commits = true }</c> makes the same answer come after the deed was done.</summary>
/// <param name="Name">How the log calls it.</param>
/// <param name="Commits">Whether the request takes effect all the same.</param>
public sealed record Fault(string Name, bool Commits)
{
    /// <summary>The connection is lost before X has done anything.</summary>
    public static Fault DropBeforeCommit { get; } = new("drop before commit", Commits: false) { Cuts = true };

    /// <summary>X does it, and the answer is lost.</summary>
    public static Fault CommitThenDrop { get; } = DropBeforeCommit with { Name = "commit, then drop", Commits = true };

    /// <summary>503 in plain text; nothing was done.</summary>
    public static Fault ServiceUnavailable { get; } = new("503", Commits: false) { Spoil = (_, _) => Reply.Text(503, "Service Unavailable") };

    /// <summary>X does it and answers 503.</summary>
    public static Fault CommitThen503 { get; } = ServiceUnavailable with { Name = "commit, then 503", Commits = true };

    /// <summary>X does it; half of the answer arrives, then the connection is lost.</summary>
    public static Fault TruncatedBody { get; } = new("truncated body", Commits: true) { Cuts = true, HalfFirst = true };

    /// <summary>X does it and answers with its status, but nothing else.</summary>
    public static Fault EmptyBody { get; } = new("empty body", Commits: true) { Spoil = (_, reply) => Reply.Empty(reply!.Status) };

    /// <summary>A gateway's 502 in HTML; nothing was done.</summary>
    public static Fault HtmlPage { get; } = new("HTML page", Commits: false)
    {
        Spoil = (_, _) => Reply.Text(502, "<!DOCTYPE html><html><body><h1>X is over capacity</h1></body></html>", "text/html; charset=utf-8"),
    };

    /// <summary>A gateway's page with status 200 although nothing was done, as a captive portal or a misled proxy gives it.</summary>
    public static Fault HtmlPageWithSuccess { get; } = HtmlPage with
    {
        Name = "HTML page with status 200",
        Spoil = (_, _) => Reply.Text(200, "<!DOCTYPE html><html><body>Welcome</body></html>", "text/html; charset=utf-8"),
    };

    /// <summary>401, as in the storm of 30 June 2026, though the credentials are right.</summary>
    public static Fault Unauthorized { get; } = new("401", Commits: false) { Spoil = (refusal, _) => refusal.Unauthorized() };

    /// <summary>402: the prepaid credits are used up.</summary>
    public static Fault CreditsDepleted { get; } = new("402", Commits: false) { Spoil = (refusal, _) => refusal.CreditsDepleted() };

    /// <summary>403 with the body of a duplicate, whether or not it is one.</summary>
    public static Fault Duplicate { get; } = new("403 duplicate", Commits: false) { Spoil = (refusal, _) => refusal.Duplicate() };

    /// <summary>429 until then.</summary>
    public static Fault RateLimited(DateTimeOffset reset) => new("429", Commits: false)
    {
        Spoil = (refusal, _) => refusal.TooManyRequests().With("x-rate-limit-limit", "100")
            .With("x-rate-limit-remaining", "0").With("x-rate-limit-reset", $"{reset.ToUnixTimeSeconds()}"),
    };

    /// <summary>The answer comes late, but comes; the deed is done before the wait.</summary>
    public static Fault Delay(TimeSpan wait) => new($"answer {wait.TotalSeconds} s late", Commits: true) { Wait = (time, stop) => Task.Delay(wait, time, stop) };

    /// <summary>The deed is done, and the answer waits until the task has ended: a test decides what happens in between.</summary>
    public static Fault Hold(Task until) => new("held", Commits: true) { Wait = (_, stop) => until.WaitAsync(stop) };

    /// <summary>Nothing is done: the caller waits until the task has ended, and then the connection is lost.</summary>
    public static Fault HoldThenDrop(Task until) =>
        DropBeforeCommit with { Name = "held, then dropped", Wait = (_, stop) => until.WaitAsync(stop) };

    internal bool Cuts { get; init; }

    internal bool HalfFirst { get; init; }

    internal Func<TimeProvider, CancellationToken, Task>? Wait { get; init; }

    /// <summary>What is answered instead of the true reply (null where nothing was done).</summary>
    internal Func<Refusal, Reply?, Reply>? Spoil { get; init; }
}
