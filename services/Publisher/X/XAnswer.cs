using System.Net;
using System.Text.Json;
using Engagement.Publisher.Sending;

namespace Engagement.Publisher.X;

/// <summary>Reads what an answer to <c>POST /2/tweets</c> proves, and no more than it proves.</summary>
static class XAnswer
{
    /// <summary>X's shortest window; where a 429 does not say how long, this is how long we wait.</summary>
    static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    /// <param name="status">The status line.</param>
    /// <param name="body">The body; null where it broke off.</param>
    /// <param name="limitedUntil">From the headers.</param>
    /// <param name="now">For a 429 without headers.</param>
    public static Outcome Read(HttpStatusCode status, string? body, DateTimeOffset? limitedUntil, DateTimeOffset now)
    {
        if (status == HttpStatusCode.Created || (status == HttpStatusCode.OK && PostId(body) is not null))
        {
            return PostId(body) is { } id
                ? new Outcome.Posted(id, null)
                : new Outcome.AlreadyThere("X accepted the post, but its answer was cut off before the id.");
        }

        var problem = XProblem.Read(body ?? "");
        var said = problem.Say((int)status);
        return (int)status switch
        {
            401 => new Outcome.Unauthorized(said),
            402 => new Outcome.OutOfCredits(said),
            429 => new Outcome.RateLimited(limitedUntil ?? EndOfPeriod(problem.Period, now), said),
            403 => Forbidden(problem, said),
            400 when problem.Mentions("too long") => new Outcome.Rejected(Refusal.TooLong, said),
            400 or 413 or 415 or 422 => new Outcome.Rejected(Refusal.Request, said),
            404 or 405 or 410 or (>= 300 and < 400) => new Outcome.Rejected(Refusal.Configuration, said),
            _ => new Outcome.Unknown(said),
        };
    }

    static Outcome Forbidden(XProblem problem, string said) => problem switch
    {
        // A block page in front of X proves nothing about what is behind it.
        { IsReadable: false } => new Outcome.Unknown(said),
        { Code: 187 } => new Outcome.AlreadyThere(said),
        _ when problem.Mentions("duplicate") => new Outcome.AlreadyThere(said),
        { Code: 453 } or { Type: "unsupported-authentication" or "client-forbidden" or "oauth1-permissions" } =>
            new Outcome.Rejected(Refusal.Configuration, said),
        _ when problem.Mentions("spend cap") => new Outcome.OutOfCredits(said),
        _ => new Outcome.Rejected(Refusal.Text, said),
    };

    static DateTimeOffset EndOfPeriod(string period, DateTimeOffset now) => period.ToUpperInvariant() switch
    {
        "DAILY" => new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero).AddDays(1),
        "MONTHLY" => new DateTimeOffset(now.UtcDateTime.Year, now.UtcDateTime.Month, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(1),
        _ => now + Window,
    };

    static string? PostId(string? body)
    {
        try
        {
            using var json = JsonDocument.Parse(body ?? "");
            return json.RootElement.TryGetProperty("data", out var data) && data.TryGetProperty("id", out var id)
                && id.ValueKind == JsonValueKind.String && id.GetString() is { Length: > 0 and < 20 } text ? text : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
