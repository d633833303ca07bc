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
    public static (RedisKey[] Keys, RedisValue[] Values) Call(string article, CountBucket bucket, DateTimeOffset now, PopularityOptions options)
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
                article, field, entry, bucket.Version, Measures.Pack(bucket.Counts, options.UniqueReaders),
                start, Halves(start, options.HalfLife), Halves(hour * 3600, options.HalfLife),
                .. windows.SelectMany(window => new RedisValue[] { window.Name, window.Number(bucket.Start), window.Edge(now), window.StepSeconds }),
            ]);
    }

    /// <summary>A time in half-lives since 1970, as <c>fade</c> takes it.</summary>
    public static string Halves(double unixSeconds, TimeSpan halfLife) => (unixSeconds / halfLife.TotalSeconds).ToString("R", CultureInfo.InvariantCulture);

    /// <summary>
    /// 1 where the bucket was news, else 0. A window's edge moves before its old step is subtracted, article by article: until an article's turn has come,
    /// its membership in the step's set says that the step is still in its sums.
    /// </summary>
    public const string Script = HourScript + """
        local before = hour(redis.call('HGET', KEYS[1], ARGV[2]) or '')
        if tonumber(ARGV[4]) <= (before.versions[ARGV[3]] or -1) then return 0 end
        local entries = before.without(ARGV[3])
        entries[#entries + 1] = ARGV[3] .. '@' .. ARGV[4] .. '|' .. ARGV[5]
        local packed = table.concat(entries, ';')
        redis.call('HSET', KEYS[1], ARGV[2], packed)
        local after = hour(packed)
        local wide = difference(before.totals, after.totals)
        local narrow = difference(before.entries[ARGV[3]] or {}, after.entries[ARGV[3]] or {})
        local late = difference(before.late, after.late)
        local hourly = ARGV[3] == 'h'

        local grew = false
        for _, n in pairs(hourly and late or narrow) do if n > 0 then grew = true end end
        for name in pairs(wide) do
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
            local at = 9 + (i - 3) * 4
            redis.call('HSETNX', KEYS[2], ARGV[at], ARGV[at + 2])
            local edge = tonumber(redis.call('HGET', KEYS[2], ARGV[at]))
            local counts = tonumber(ARGV[at + 1]) >= edge
            if counts then
                redis.call('SADD', KEYS[i], ARGV[1])
            else
                counts = redis.call('SISMEMBER', KEYS[i], ARGV[1]) == 1
            end
            if counts then
                for name, n in pairs(ARGV[at + 3] == '60' and narrow or wide) do
                    if n ~= 0 and redis.call('HINCRBY', KEYS[1], ARGV[at] .. '|' .. name, string.format('%d', n)) == 0 then
                        redis.call('HDEL', KEYS[1], ARGV[at] .. '|' .. name)
                    end
                end
            end
        end

        if not hourly then fade(ARGV[7], narrow) end
        if next(late) then fade(ARGV[8], late) end
        return 1
        """;

    /// <summary>
    /// Lua: <c>hour(packed)</c> reads the buckets of one hour. Counter folds minutes that it no longer keeps into their hour, so an hour's bucket may hold
    /// again what its minutes held: only what it has beyond them counts (<c>late</c>). <c>difference</c> says what changed; <c>fade</c> adds to the decayed
    /// weights at a time, given in half-lives.
    /// </summary>
    public const string HourScript = """
        local function hour(packed)
            local all = { entries = {}, versions = {}, totals = {}, late = {} }
            local parts = {}
            for part in string.gmatch(packed, '[^;]+') do
                local entry, version, counts = string.match(part, '^([^@]+)@(%d+)|(.*)$')
                local found = {}
                for name, n in string.gmatch(counts, '([^=,]+)=(-?%d+)') do
                    found[name] = tonumber(n)
                    if entry ~= 'h' then all.totals[name] = (all.totals[name] or 0) + tonumber(n) end
                end
                all.entries[entry], all.versions[entry] = found, tonumber(version)
                parts[#parts + 1] = { entry, part }
            end
            for name, n in pairs(all.entries['h'] or {}) do
                local more = n - (all.totals[name] or 0)
                if all.totals[name] and more < 0 then more = 0 end
                all.late[name] = more
                all.totals[name] = (all.totals[name] or 0) + more
            end
            all.without = function(entry)
                local rest = {}
                for _, part in ipairs(parts) do if part[1] ~= entry then rest[#rest + 1] = part[2] end end
                return rest
            end
            return all
        end
        local function difference(before, after)
            local changed = {}
            for name, n in pairs(after) do changed[name] = n - (before[name] or 0) end
            for name, n in pairs(before) do if after[name] == nil then changed[name] = -n end end
            return changed
        end
        local function fade(halves, changed)
            local power = tonumber(halves)
            local whole = math.floor(power)
            local exponent, s, b, v, x = string.match(redis.call('HGET', KEYS[1], 't') or '', '^(%S+) (%S+) (%S+) (%S+) (%S+)$')
            if not exponent then exponent, s, b, v, x = whole, 0, 0, 0, 0 end
            exponent = tonumber(exponent)
            if whole > exponent then
                local less = 2 ^ (exponent - whole)
                exponent, s, b, v, x = whole, s * less, b * less, v * less, x * less
            end
            local weight = 2 ^ (power - exponent)
            redis.call('HSET', KEYS[1], 't', string.format('%d %.17g %.17g %.17g %.17g', exponent, s + weight * (changed['s'] or 0),
                b + weight * (changed['b'] or 0), v + weight * (changed['v'] or 0), x + weight * (changed['x'] or 0)))
        end

        """;
}
