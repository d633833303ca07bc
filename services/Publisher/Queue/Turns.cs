using Engagement.Platform.Store;
using Engagement.Publisher.Posts;
using Engagement.Publisher.X;

namespace Engagement.Publisher.Queue;

/// <summary>
/// Whose turn it is: keeps the minimum gap and the maximum a day over all instances. Posts whose turn has not come stay where they are
/// in the queue, in order; nobody looks at ten thousand of them to send one.
/// </summary>
/// <remarks>In {pub}:account:{name}: heldUntil (Unix ms, no turn before it), day and sent (posts of that day).</remarks>
sealed class Turns(Ledger ledger, XOptions x, QueueOptions options, SiteHours hours)
{
    readonly string key = PostKeys.Account(x.Account)!;

    /// <summary>Until when nobody's turn comes; null where it may come now.</summary>
    public DateTimeOffset? HeldUntil(AccountStanding standing, DateTimeOffset now) =>
        hours.QuietUntil(now) ?? (standing.HeldUntil > now && standing.HeldUntil <= Furthest(now) ? standing.HeldUntil : null);

    /// <summary>Takes a turn for one post. False where another was faster: the post stays in the queue. Breaking news is counted and never held.</summary>
    public async Task<bool> Take(bool breaking, DateTimeOffset now) =>
        (int)await ledger.Run(TakeScript, [key],
            [
                now.ToUnixTimeMilliseconds(), (long)options.MinimumGap.TotalMilliseconds, options.MaximumPerDay, hours.Day(now),
                hours.NextDay(now).ToUnixTimeMilliseconds(), breaking ? 1 : 0, Furthest(now).ToUnixTimeMilliseconds(),
            ]) == 1;

    /// <summary>No turn is ever held longer; where one seems to be, the clock was set back. Two machines' clocks may differ by the minute.</summary>
    DateTimeOffset Furthest(DateTimeOffset now) =>
        (options.MaximumPerDay > 0 && hours.NextDay(now) > now + options.MinimumGap ? hours.NextDay(now) : now + options.MinimumGap).AddMinutes(1);

    const string TakeScript = """
        local now, most = tonumber(ARGV[1]), tonumber(ARGV[3])
        local held = tonumber(redis.call('HGET', KEYS[1], 'heldUntil') or '0')
        if ARGV[6] == '0' and held > now and held <= tonumber(ARGV[7]) then return 0 end
        if redis.call('HGET', KEYS[1], 'day') ~= ARGV[4] then redis.call('HSET', KEYS[1], 'day', ARGV[4], 'sent', 0) end
        local sent = tonumber(redis.call('HGET', KEYS[1], 'sent'))
        if ARGV[6] == '0' and most > 0 and sent >= most then
            redis.call('HSET', KEYS[1], 'heldUntil', ARGV[5])
            return 0
        end
        redis.call('HSET', KEYS[1], 'sent', sent + 1)
        if ARGV[6] == '0' then redis.call('HSET', KEYS[1], 'heldUntil', string.format('%.0f', now + tonumber(ARGV[2]))) end
        return 1
        """;
}
