namespace Engagement.Counter.Counting;

/// <summary>
/// The script that counts a whole batch. It takes each event id once, whatever the order and however many instances count, and
/// touches nothing for articles that are not registered. One inner command for each event, or two where a visitor is known, and about
/// six for an article and minute, shared by all its events in the batch.
/// </summary>
static class CountScript
{
    /// <summary>
    /// KEYS: dirty, then for each event its id and its visitor (its id again where there is none), then article and bookmarks of each
    /// article, then hash and index of each container.
    /// ARGV: how many articles, containers, events; seconds that ids and visitors live; then for each container its article's number, its
    /// name, its article's id; then for each event container's number, bucket prefix, field, deed, member.
    /// Returns one letter an event (c counted, d duplicate, r repeat, u unknown, w withdrawn, m moved), then for each m the new article.
    /// </summary>
    public const string Text = """
        local articles, containers, events = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
        local unpack = unpack or table.unpack
        local articleKeys = 1 + 2 * events
        local containerKeys = articleKeys + 2 * articles
        local containerArgs = 5
        local eventArgs = containerArgs + 3 * containers

        local states, totals, buckets, changed = {}, {}, {}, {}
        local letters, moves = {}, {}
        for i = 1, events do
            local p = eventArgs + 5 * (i - 1)
            local c, prefix, field, deed, member = tonumber(ARGV[p + 1]), ARGV[p + 2], ARGV[p + 3], ARGV[p + 4], ARGV[p + 5]
            local a = tonumber(ARGV[containerArgs + 3 * c - 2])
            local state = states[a]
            if state == nil then
                state = redis.call('HGET', KEYS[articleKeys + 2 * a - 1], '@')
                states[a] = state
            end
            local letter, by = 'c', 1
            if not state then letter, by = 'u', 0
            elseif state == 'w' then letter, by = 'w', 0
            elseif state ~= '1' then
                letter, by = 'm', 0
                moves[#moves + 1] = string.sub(state, 2)
            elseif not redis.call('SET', KEYS[2 * i], '', 'NX', 'EX', ARGV[4]) then
                letter, by = 'd', 0
            elseif deed == 'b' then
                by = redis.call('SADD', KEYS[articleKeys + 2 * a], member)
            elseif deed == 'u' then
                by = -redis.call('SREM', KEYS[articleKeys + 2 * a], member)
            elseif deed == 'c' and member ~= '' then
                if not redis.call('SET', KEYS[2 * i + 1], '', 'NX', 'EX', ARGV[5]) then
                    letter, deed, field = 'r', 'r', field .. '!repeat'
                end
            end
            if letter == 'c' and by == 0 then letter = 'd' end
            if by ~= 0 then
                local t = totals[a]
                if not t then t = {} totals[a] = t end
                t[field] = (t[field] or 0) + by
                local b = buckets[c]
                if not b then b = {} buckets[c] = b end
                b[prefix .. field] = (b[prefix .. field] or 0) + by
                if deed ~= 'r' then
                    t['@v'] = 1
                    b[prefix .. '@'] = 1
                    changed[ARGV[containerArgs + 3 * c - 1] .. '|' .. prefix] = true
                end
            end
            letters[i] = letter
        end

        for a, fields in pairs(totals) do
            for field, by in pairs(fields) do
                redis.call('HINCRBY', KEYS[articleKeys + 2 * a - 1], field, by)
            end
        end
        for c, fields in pairs(buckets) do
            local key = KEYS[containerKeys + 2 * c - 1]
            local isNew = false
            for field, by in pairs(fields) do
                if redis.call('HINCRBY', key, field, by) == by then isNew = true end
            end
            -- A field that was not there may mean a hash that was not: cheaper than asking each time, and said twice it changes nothing.
            if isNew then
                redis.call('SADD', KEYS[containerKeys + 2 * c], ARGV[containerArgs + 3 * c])
            end
        end
        local dirty = {}
        for bucket in pairs(changed) do dirty[#dirty + 1] = bucket end
        if #dirty > 0 then redis.call('SADD', KEYS[1], unpack(dirty)) end
        return { table.concat(letters), unpack(moves) }
        """;
}
