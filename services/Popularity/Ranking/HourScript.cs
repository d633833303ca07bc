using System.Globalization;

namespace Engagement.Popularity.Ranking;

/// <summary>
/// Lua that reads an article's buckets. Counter folds minutes that it no longer keeps into their hour, so an hour's bucket may hold again what its minutes
/// held: only what it has beyond them counts (<c>late</c>).
/// </summary>
static class HourScript
{
    /// <summary>A time in half-lives since 1970, as <c>fade</c> takes it.</summary>
    public static string Halves(double unixSeconds, TimeSpan halfLife) => (unixSeconds / halfLife.TotalSeconds).ToString("R", CultureInfo.InvariantCulture);

    /// <summary>
    /// <c>reader(figures)</c> gives a function that reads a field, each once. <c>hour(packed)</c> reads the buckets of one hour; <c>difference</c> says what
    /// changed; <c>fade(trend, halves, changed)</c> gives the decayed weights with something added at a time, given in half-lives.
    /// </summary>
    public const string Text = """
        local function reader(figures)
            local known = {}
            return function(field)
                if known[field] == nil then known[field] = redis.call('HGET', figures, field) end
                return known[field]
            end, known
        end
        local function read(counts)
            local found = {}
            for name, n in string.gmatch(counts, '([^=,]+)=(-?%d+)') do found[name] = tonumber(n) end
            return found
        end
        local function hour(packed)
            local all = { entries = {}, versions = {}, totals = {}, late = {} }
            local parts = {}
            for part in string.gmatch(packed, '[^;]+') do
                local entry, version, counts = string.match(part, '^([^@]+)@(%d+)|(.*)$')
                local found = read(counts)
                for name, n in pairs(found) do
                    if entry ~= 'h' then all.totals[name] = (all.totals[name] or 0) + n end
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
        local function fade(trend, halves, changed)
            local power = tonumber(halves)
            local whole = math.floor(power)
            local exponent, s, b, v, x = string.match(trend or '', '^(%S+) (%S+) (%S+) (%S+) (%S+)$')
            if not exponent then exponent, s, b, v, x = whole, 0, 0, 0, 0 end
            exponent = tonumber(exponent)
            if whole > exponent then
                local less = 2 ^ (exponent - whole)
                exponent, s, b, v, x = whole, s * less, b * less, v * less, x * less
            end
            local weight = 2 ^ (power - exponent)
            return string.format('%d %.17g %.17g %.17g %.17g', exponent, s + weight * (changed['s'] or 0),
                b + weight * (changed['b'] or 0), v + weight * (changed['v'] or 0), x + weight * (changed['x'] or 0))
        end

        """;
}
