namespace Engagement.Counter.Trust;

/// <summary>
/// How much is believed within a minute. Nobody is refused for it: what is beyond is kept as raw, with <c>too-many</c> or <c>flood</c> for
/// its reason, and an editor sees it.
/// </summary>
/// <remarks>
/// Counters in a fixed array, found by a hash that differs from process to process: nothing that anybody sends makes it grow, and sharing a
/// place with somebody else matters only near the limit. Each instance counts what came to it.
/// </remarks>
sealed class Rates(CounterOptions options, TimeProvider time)
{
    const int Places = 1 << 18;

    readonly int[] visitors = new int[Places];
    readonly int[] articles = new int[Places];
    long minute;

    /// <summary>The verdict about one more event, where it counted so far.</summary>
    public Verdict Judge(Verdict verdict, string article)
    {
        if (verdict.Reason is not null || verdict.IsTrusted)
            return verdict;

        Begin(time.GetUtcNow().Ticks / TimeSpan.TicksPerMinute);
        // Without a window nobody is told apart, so all readers would be one.
        return options.VisitorWindow > TimeSpan.Zero && IsBeyond(visitors, verdict.Who, options.VisitorLimit) ? verdict with { Reason = "too-many" }
            : IsBeyond(articles, article, options.ArticleLimit) ? verdict with { Reason = "flood" }
            : verdict;
    }

    void Begin(long now)
    {
        var last = Interlocked.Read(ref minute);
        if (last == now || Interlocked.CompareExchange(ref minute, now, last) != last)
            return;
        Array.Clear(visitors);
        Array.Clear(articles);
    }

    static bool IsBeyond(int[] counts, string? who, int limit) =>
        limit > 0 && who is not null && Interlocked.Increment(ref counts[(uint)string.GetHashCode(who) % Places]) > limit;
}
