namespace Engagement.Popularity.Ranking;

/// <summary>
/// Takes what Counter says of some articles into their figures and places, each article whole or not at all. A bucket is absolute and has a version, so only its
/// difference to what is known counts: twice, late, or out of order, the figures come out the same. Nearly all of its cost is commands, so an article's fields are
/// read with one, written with one, and only lists of what the message speaks of are touched. <see cref="ApplyCall"/> makes its keys and arguments.
/// </summary>
/// <remarks>
/// A window's edge moves before its old step is subtracted, article by article: until an article's turn has come, its membership in the step's set says that the
/// step is still in its sums.
/// </remarks>
static class ApplyScript
{
    /// <summary>The article's facets are no longer those that the call was made for: nothing was done.</summary>
    public const int OtherFacets = -1;

    /// <summary>More changed than lists were named for: its figures are right, its places are to be set anew.</summary>
    public const int Wider = 2;

    /// <summary>
    /// KEYS: edge; changes; then of each article its figures, the step's set of each window of each bucket, and its lists.
    /// ARGV: weights; then of each article its id, facets, measures (between blanks), version and counts of its totals, how many buckets and lists, and how many
    /// arguments of buckets; of each bucket its field, entry, version, counts, start, half-lives of its start and of its hour, how many windows, and of each its
    /// name, step, first step that counts now, and length of a step; then of each list its field and bound.
    /// Returns one number an article: 1, or one of those above.
    /// </summary>
    public const string Text = IndexPlan.Script + """
        local edges = {}
        local function edge(window, now)
            if not edges[window] then
                redis.call('HSETNX', KEYS[1], window, now)
                edges[window] = tonumber(redis.call('HGET', KEYS[1], window))
            end
            return edges[window]
        end

        -- What one bucket changed: in its own span, in its hour, and beyond the hour's minutes; what is to be kept; whether it was known. Nil where it is no news.
        local function compare(packed, entry, version, counts)
            if entry ~= 'h' and not string.find(';' .. packed, ';h@', 1, true) then
                local all = packed == '' and '' or ';' .. packed
                local from, old = string.find(all, ';' .. entry .. '@', 1, true), {}
                if from then
                    local till = string.find(all, ';', from + 1, true) or #all + 1
                    local known, said = string.match(string.sub(all, from + 1, till - 1), '^[^@]+@(%d+)|(.*)$')
                    if tonumber(version) <= tonumber(known) then return nil end
                    old = read(said)
                    all = string.sub(all, 1, from - 1) .. string.sub(all, till)
                end
                local changed = difference(old, read(counts))
                return changed, changed, {}, string.sub(all .. ';' .. entry .. '@' .. version .. '|' .. counts, 2), from
            end
            local before = hour(packed)
            if tonumber(version) <= (before.versions[entry] or -1) then return nil end
            local entries = before.without(entry)
            entries[#entries + 1] = entry .. '@' .. version .. '|' .. counts
            local kept = table.concat(entries, ';')
            local after = hour(kept)
            return difference(before.entries[entry] or {}, after.entries[entry] or {}), difference(before.totals, after.totals),
                difference(before.late, after.late), kept, before.versions[entry]
        end

        local function apply(key, arg)
            local figures, article, facets, measures = KEYS[key], ARGV[arg], ARGV[arg + 1], ARGV[arg + 2]
            local buckets, lists = tonumber(ARGV[arg + 5]), tonumber(ARGV[arg + 6])
            local listArgs = arg + 8 + tonumber(ARGV[arg + 7])
            local get, known = reader(figures)
            local wanted = { 'f', 't', 'l', 'g', 'T' }
            if buckets > 0 then wanted[6] = ARGV[arg + 8] end
            for i = listArgs, listArgs + 2 * lists - 1, 2 do
                if known[ARGV[i]] == nil then
                    known[ARGV[i]] = false
                    wanted[#wanted + 1] = ARGV[i]
                end
            end
            local values = redis.call('HMGET', figures, unpack(wanted))
            for i, field in ipairs(wanted) do known[field] = values[i] end
            if (get('f') or '') ~= facets then return -1, false end

            local written, wide, news = {}, false, false
            local function put(field, value)
                known[field] = value
                written[field] = true
            end
            local function touch(name)
                if name ~= 'n' and facets ~= '' and not string.find(measures, ' ' .. name .. ' ', 1, true) then wide = true end
            end

            local setKey, at = key + 1, arg + 8
            for _ = 1, buckets do
                local field, entry, windows = ARGV[at], ARGV[at + 1], tonumber(ARGV[at + 7])
                local narrow, whole, late, kept, wasKnown = compare(get(field) or '', entry, ARGV[at + 2], ARGV[at + 3])
                if narrow then
                    news = true
                    put(field, kept)
                    local grew = false
                    for _, n in pairs(entry == 'h' and late or narrow) do if n > 0 then grew = true end end
                    for name in pairs(whole) do
                        touch(name)
                        local target = string.sub(name, 1, 2) == 's:' and string.sub(name, 3)
                        if target and not string.find(get('g') or ' ', ' ' .. target .. ' ', 1, true) then put('g', (get('g') or ' ') .. target .. ' ') end
                    end
                    if grew and tonumber(ARGV[at + 4]) > tonumber(get('l') or '-1') then put('l', ARGV[at + 4]) end
                    for w = 0, windows - 1 do
                        local window, step, stepKey = ARGV[at + 8 + 4 * w], tonumber(ARGV[at + 9 + 4 * w]), KEYS[setKey + w]
                        local counts = step >= edge(window, ARGV[at + 10 + 4 * w])
                        if not counts then
                            counts = redis.call('SISMEMBER', stepKey, article) == 1
                        elseif not wasKnown then
                            redis.call('SADD', stepKey, article)
                        end
                        if counts then
                            for name, n in pairs(ARGV[at + 11 + 4 * w] == '60' and narrow or whole) do
                                local sum = window .. '|' .. name
                                if n ~= 0 then put(sum, string.format('%d', tonumber(get(sum) or '0') + n)) end
                            end
                        end
                    end
                    if entry ~= 'h' then put('t', fade(get('t'), ARGV[at + 5], narrow)) end
                    if next(late) then put('t', fade(get('t'), ARGV[at + 6], late)) end
                end
                setKey, at = setKey + windows, at + 8 + 4 * windows
            end

            local version, counts = string.match(get('T') or '', '^(%d+)|(.*)$')
            if not version or tonumber(version) < tonumber(ARGV[arg + 3]) then
                news = true
                for name, n in pairs(difference(read(counts or ''), read(ARGV[arg + 4]))) do
                    if n ~= 0 then
                        touch(name)
                        put('all|' .. name, string.format('%d', tonumber(get('all|' .. name) or '0') + n))
                    end
                end
                put('T', ARGV[arg + 3] .. '|' .. ARGV[arg + 4])
            end

            local set, gone = {}, {}
            for field in pairs(written) do
                if known[field] == '0' then
                    gone[#gone + 1] = field
                    known[field] = false
                else
                    set[#set + 1] = field
                    set[#set + 1] = known[field]
                end
            end
            if #set > 0 then redis.call('HSET', figures, unpack(set)) end
            if #gone > 0 then redis.call('HDEL', figures, unpack(gone)) end
            index(get, setKey, lists, listArgs, article, facets, ARGV[1])
            return wide and 2 or 1, news
        end

        local done, key, arg, news = {}, 3, 2, false
        while key <= #KEYS do
            local result, isNews = apply(key, arg)
            done[#done + 1] = result
            news = news or isNews
            local sets, at = 0, arg + 8
            for _ = 1, tonumber(ARGV[arg + 5]) do
                local windows = tonumber(ARGV[at + 7])
                sets, at = sets + windows, at + 8 + 4 * windows
            end
            local lists = tonumber(ARGV[arg + 6])
            key, arg = key + 1 + sets + lists, at + 2 * lists
        end
        if news then redis.call('INCR', KEYS[2]) end
        return done
        """;
}
