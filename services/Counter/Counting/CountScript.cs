namespace Engagement.Counter.Counting;

/// <summary>
/// The script that counts a whole batch. It takes each event id once, whatever the order and however many instances count, and
/// touches nothing for articles that are not registered. About six inner commands for an article and minute, shared by all its
/// events in the batch.
/// </summary>
static class CountScript
{
    /// <summary>
    /// KEYS: dirty, visitors, seen now, other seen …, then article and bookmarks of each article, then hash and index of each container.
    /// ARGV: how many seen, articles, containers; seconds that seen and visitors live; then for each container its article's number, its
    /// name, its article's id; then for each event id, container's number, bucket prefix, field, deed, member.
    /// Returns one letter an event (c counted, d duplicate, r repeat, u unknown, w withdrawn, m moved), then for each m the new article.
    /// </summary>
    public const string Text = """
        local seen, articles, containers = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
        local unpack = unpack or table.unpack
        local articleKeys = 2 + seen
        local containerKeys = articleKeys + 2 * articles
        local containerArgs = 5
        local eventArgs = containerArgs + 3 * containers
        local events = (#ARGV - eventArgs) / 6

        local ids, members, memberOf = {}, {}, {}
        for i = 1, events do
            local p = eventArgs + 6 * (i - 1)
            ids[i] = ARGV[p + 1]
            if ARGV[p + 5] == 'c' and ARGV[p + 6] ~= '' then
                members[#members + 1] = ARGV[p + 6]
            end
        end
        local known = {}
        for s = 3, 2 + seen do
            local found = redis.call('SMISMEMBER', KEYS[s], unpack(ids))
            for i = 1, events do
                if found[i] == 1 then known[ids[i]] = true end
            end
        end
        local visited = {}
        if #members > 0 then
            local found = redis.call('SMISMEMBER', KEYS[2], unpack(members))
            for i = 1, #members do
                if found[i] == 1 then visited[members[i]] = true end
            end
        end

        local states, totals, buckets, changed = {}, {}, {}, {}
        local taken, visitors, letters, moves = {}, {}, {}, {}
        for i = 1, events do
            local p = eventArgs + 6 * (i - 1)
            local id, c, prefix, field, deed, member = ARGV[p + 1], tonumber(ARGV[p + 2]), ARGV[p + 3], ARGV[p + 4], ARGV[p + 5], ARGV[p + 6]
            local a = tonumber(ARGV[containerArgs + 3 * c - 2])
            local state = states[a]
            if state == nil then
                state = redis.call('HGET', KEYS[articleKeys + 2 * a - 1], '@')
                states[a] = state
            end
            local letter, by = 'c', 1
            if known[id] then letter, by = 'd', 0
            elseif not state then letter, by = 'u', 0
            elseif state == 'w' then letter, by = 'w', 0
            elseif state ~= '1' then
                letter, by = 'm', 0
                moves[#moves + 1] = string.sub(state, 2)
            elseif deed == 'b' then
                by = redis.call('SADD', KEYS[articleKeys + 2 * a], member)
            elseif deed == 'u' then
                by = -redis.call('SREM', KEYS[articleKeys + 2 * a], member)
            elseif deed == 'c' and member ~= '' then
                if visited[member] then
                    letter, deed, field = 'r', 'r', field .. '!repeat'
                else
                    visited[member] = true
                    visitors[#visitors + 1] = member
                end
            end
            if letter == 'c' or letter == 'r' then
                known[id] = true
                taken[#taken + 1] = id
                if by == 0 then letter = 'd' end
            end
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
            if redis.call('EXISTS', key) == 0 then
                redis.call('SADD', KEYS[containerKeys + 2 * c], ARGV[containerArgs + 3 * c])
            end
            for field, by in pairs(fields) do
                redis.call('HINCRBY', key, field, by)
            end
        end
        local dirty = {}
        for bucket in pairs(changed) do dirty[#dirty + 1] = bucket end
        if #dirty > 0 then redis.call('SADD', KEYS[1], unpack(dirty)) end
        if #visitors > 0 and redis.call('SADD', KEYS[2], unpack(visitors)) == redis.call('SCARD', KEYS[2]) then
            redis.call('EXPIRE', KEYS[2], ARGV[5])
        end
        if #taken > 0 and redis.call('SADD', KEYS[3], unpack(taken)) == redis.call('SCARD', KEYS[3]) then
            redis.call('EXPIRE', KEYS[3], ARGV[4])
        end
        return { table.concat(letters), unpack(moves) }
        """;
}
