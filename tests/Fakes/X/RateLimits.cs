namespace Engagement.Fakes.X;

/// <summary>Counts calls in fixed windows that begin with the first call, one for each kind of call.</summary>
sealed class RateLimits(FakeXOptions options)
{
    static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    readonly Lock gate = new();
    readonly Dictionary<Call, (DateTimeOffset Reset, int Used)> windows = [];

    public Rate Count(Call call)
    {
        var limit = options.RateLimits.GetValueOrDefault(call, int.MaxValue);
        lock (gate)
        {
            var now = options.Time.GetUtcNow();
            var (reset, used) = windows.TryGetValue(call, out var window) && now < window.Reset ? window : (now + Window, 0);
            var allowed = used < limit;
            windows[call] = (reset, allowed ? used + 1 : used);
            return new Rate(allowed, limit, limit - windows[call].Used, reset);
        }
    }
}

/// <summary>How a caller stands in one window.</summary>
readonly record struct Rate(bool Allowed, int Limit, int Remaining, DateTimeOffset Reset)
{
    public Reply MarkOn(Reply reply) => reply.With("x-rate-limit-limit", $"{Limit}").With("x-rate-limit-remaining", $"{Remaining}")
        .With("x-rate-limit-reset", $"{Reset.ToUnixTimeSeconds()}");
}
