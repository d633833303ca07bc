using System.Globalization;
using Engagement.Contracts;
using StackExchange.Redis;

namespace Engagement.Popularity.Ranking;

/// <summary>
/// Takes one bucket of Counter's counts into an article's figures. The bucket is absolute and has a version, so only its difference to what is
/// known counts: twice, late, or out of order, the figures come out the same.
/// </summary>
static class ApplyBucket
{
    /// <summary>Keys and arguments for <see cref="Script"/>.</summary>
    public static (RedisKey[] Keys, RedisValue[] Values) Call(string article, CountBucket bucket, DateTimeOffset now, TimeSpan halfLife)
    {
        var start = bucket.Start.ToUnixTimeSeconds();
        var hour = Math.DivRem(start, 3600).Quotient;
        var day = Math.DivRem(start, 86_400).Quotient;
        var (field, entry) = bucket.Seconds switch
        {
            86_400 => ($"d:{day / 30}", $"{day % 30}"),
            3600 => ($"k:{hour}", "h"),
            _ => ($"k:{hour}", $"{start % 3600 / 60}"),
        };
        // A bucket wider than a window's step cannot be placed in it; Counter makes such buckets only of what is older than the window.
        var windows = Window.Sliding.Where(window => bucket.Seconds <= window.StepSeconds).ToList();
        return (
            [
                PopularityKeys.Figures(article), PopularityKeys.Edge,
                .. windows.Select(window => PopularityKeys.In(window, window.Number(bucket.Start))),
            ],
            [
                article, field, entry, bucket.Version, Measures.Pack(bucket.Counts),
                start, (start / halfLife.TotalSeconds).ToString("R", CultureInfo.InvariantCulture),
                .. windows.SelectMany(window => new RedisValue[] { window.Name, window.Number(bucket.Start), window.Edge(now) }),
            ]);
    }

    /// <summary>
    /// 1 where the bucket was news, else 0. A window's edge moves before its old step is subtracted, article by article: until an article's turn has come,
    /// its membership in the step's set says that the step is still in its sums.
    /// </summary>
    public const string Script = """
        local known, old, entries = -1, {}, {}
        for part in string.gmatch(redis.call('HGET', KEYS[1], ARGV[2]) or '', '[^;]+') do
            local entry, version, counts = string.match(part, '^([^@]+)@(%d+)|(.*)$')
            if entry == ARGV[3] then
                known = tonumber(version)
                for name, n in string.gmatch(counts, '([^=,]+)=(-?%d+)') do old[name] = tonumber(n) end
            else
                entries[#entries + 1] = part
            end
        end
        if tonumber(ARGV[4]) <= known then return 0 end
        entries[#entries + 1] = ARGV[3] .. '@' .. ARGV[4] .. '|' .. ARGV[5]
        redis.call('HSET', KEYS[1], ARGV[2], table.concat(entries, ';'))

        local changed, grew = {}, false
        for name, n in string.gmatch(ARGV[5], '([^=,]+)=(-?%d+)') do
            changed[name] = tonumber(n) - (old[name] or 0)
            old[name] = nil
        end
        for name, n in pairs(old) do changed[name] = -n end
        for name, n in pairs(changed) do
            if n > 0 then grew = true end
            if string.sub(name, 1, 2) == 's:' then
                local targets = redis.call('HGET', KEYS[1], 'g') or ' '
                if not string.find(targets, ' ' .. string.sub(name, 3) .. ' ', 1, true) then
                    redis.call('HSET', KEYS[1], 'g', targets .. string.sub(name, 3) .. ' ')
                end
            end
        end
        if grew and tonumber(ARGV[6]) > tonumber(redis.call('HGET', KEYS[1], 'l') or '-1') then
            redis.call('HSET', KEYS[1], 'l', ARGV[6])
        end

        for i = 3, #KEYS do
            local at = 8 + (i - 3) * 3
            redis.call('HSETNX', KEYS[2], ARGV[at], ARGV[at + 2])
            local edge = tonumber(redis.call('HGET', KEYS[2], ARGV[at]))
            local counts = tonumber(ARGV[at + 1]) >= edge
            if counts then
                redis.call('SADD', KEYS[i], ARGV[1])
            else
                counts = redis.call('SISMEMBER', KEYS[i], ARGV[1]) == 1
            end
            if counts then
                for name, n in pairs(changed) do
                    if n ~= 0 and redis.call('HINCRBY', KEYS[1], ARGV[at] .. '|' .. name, string.format('%d', n)) == 0 then
                        redis.call('HDEL', KEYS[1], ARGV[at] .. '|' .. name)
                    end
                end
            end
        end

        local exponent, s, b, v, x = string.match(redis.call('HGET', KEYS[1], 't') or '', '^(%S+) (%S+) (%S+) (%S+) (%S+)$')
        local power = tonumber(ARGV[7])
        local whole = math.floor(power)
        if not exponent then exponent, s, b, v, x = whole, 0, 0, 0, 0 end
        exponent = tonumber(exponent)
        if whole > exponent then
            local fade = 2 ^ (exponent - whole)
            exponent, s, b, v, x = whole, s * fade, b * fade, v * fade, x * fade
        end
        local weight = 2 ^ (power - exponent)
        redis.call('HSET', KEYS[1], 't', string.format('%d %.17g %.17g %.17g %.17g', exponent,
            s + weight * (changed['s'] or 0), b + weight * (changed['b'] or 0), v + weight * (changed['v'] or 0), x))
        return 1
        """;
}
