namespace Engagement.Fakes.X;

/// <summary>Counts calls in fixed windows that begin with the first call. Posts may stand under three limits at once, each with its headers.</summary>
sealed class RateLimits(FakeXOptions options)
{
    static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);
    static readonly TimeSpan Day = TimeSpan.FromHours(24);

    readonly Lock gate = new();
    readonly Dictionary<(Call, string), (DateTimeOffset Reset, int Used)> windows = [];

    /// <summary>Counts this call in each of its windows, unless one of them is full.</summary>
    public Standing Count(Call call)
    {
        lock (gate)
        {
            var now = options.Time.GetUtcNow();
            var open = Limits(call).Select(limit =>
                windows.TryGetValue((call, limit.Family), out var window) && now < window.Reset
                    ? (limit.Family, limit.Most, window.Reset, window.Used)
                    : (limit.Family, limit.Most, Reset: now + limit.Length, Used: 0)).ToList();
            var allowed = open.All(window => window.Used < window.Most);
            var counted = open.Select(window => window with { Used = window.Used + (allowed ? 1 : 0) }).ToList();
            foreach (var window in counted)
            {
                windows[(call, window.Family)] = (window.Reset, window.Used);
            }

            return new Standing(allowed, [.. counted.Select(window => new Rate(window.Family, window.Most, window.Most - window.Used, window.Reset))]);
        }
    }

    IEnumerable<(string Family, int Most, TimeSpan Length)> Limits(Call call)
    {
        if (options.RateLimits.TryGetValue(call, out var most))
            yield return ("x-rate-limit", most, Quarter);
        if (call == Call.CreatePost && options.AppPostsPer24Hours is { } byApp)
            yield return ("x-app-limit-24hour", byApp, Day);
        if (call == Call.CreatePost && options.UserPostsPer24Hours is { } byUser)
            yield return ("x-user-limit-24hour", byUser, Day);
    }
}

/// <summary>How a caller stands in one window.</summary>
readonly record struct Rate(string Family, int Limit, int Remaining, DateTimeOffset Reset);

/// <summary>Whether a call may go on, and how the caller stands in all its windows.</summary>
sealed record Standing(bool Allowed, IReadOnlyList<Rate> Rates)
{
    public Reply MarkOn(Reply reply) => Rates.Aggregate(reply, (marked, rate) => marked
        .With($"{rate.Family}-limit", $"{rate.Limit}")
        .With($"{rate.Family}-remaining", $"{rate.Remaining}")
        .With($"{rate.Family}-reset", $"{rate.Reset.ToUnixTimeSeconds()}"));
}
