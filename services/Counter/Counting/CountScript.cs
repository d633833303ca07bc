namespace Engagement.Counter.Counting;

/// <summary>
/// The script that counts a whole batch. It takes each event id once, whatever the order and however many instances count, and
/// touches nothing for articles that are not registered. An event takes one inner command, or two where a visitor is known; an article
/// and field two, shared by all its events in the batch; and the batch one more, which says what changed.
/// </summary>
/// <remarks>
/// Inner commands and the strings that go in are nearly all of its cost, so what events share (fields, buckets, articles) is named once and
/// what is left of an event is its key and five bytes of <c>codes</c>. <see cref="ScriptCall"/> makes them.
/// </remarks>
static class CountScript
{
    /// <summary>
    /// KEYS: changed; then the id of each event; the visitor of each that has one, behind that of a share the sharer; the bookmarks of each
    /// that is one; then each article, container and index.
    /// ARGV: how many events, visitors, bookmarks, articles, containers, buckets, fields; seconds that ids and visitors live; a word that
    /// no other batch says; codes of events (bucket, field, deed: 2+2+1 bytes); codes of buckets (article, container, index: 2+2+2 bytes);
    /// then the name of each bucket; the name of each field, alone and behind its bucket's prefix; the member of each bookmark.
    /// Deeds: 0 count, 1 count once a visitor, 2 bookmark, 3 unbookmark, 4 keep as raw, 5 take back, 6 count a share once a visitor and
    /// note whether the reader shared the article before (again), 7 take such a share back.
    /// Returns one letter an event (c counted, d duplicate, r repeat, u unknown, w withdrawn, m moved), then for each m the new article.
    /// </summary>
    public const string Text = """
        local call, byte = redis.call, string.byte
        local unpack = unpack or table.unpack
        local events, visitors, marks = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
        local visitorKeys = 1 + events
        local markKeys = visitorKeys + visitors
        local articleKeys = markKeys + marks
        local containerKeys = articleKeys + tonumber(ARGV[4])
        local indexKeys = containerKeys + tonumber(ARGV[5])
        local seen, window, codes, bucketCodes = ARGV[8], ARGV[9], ARGV[11], ARGV[12]
        local bucketArgs = 12
        local fieldArgs = bucketArgs + tonumber(ARGV[6])
        local markArgs = fieldArgs + 2 * tonumber(ARGV[7])

        -- Sums by owner * 4096 + field; the field of a repeat is 1024 further on, that of a share by who shared before 2048.
        local states, totals, buckets, less, changed = {}, {}, {}, {}, {}
        local function add(article, bucket, field, by)
            local total, part = 4096 * article + field, 4096 * bucket + field
            totals[total] = (totals[total] or 0) + by
            buckets[part] = (buckets[part] or 0) + by
            if by < 0 then less[bucket] = (less[bucket] or 0) + 2 end
        end
        local letters, moves = {}, {}
        local visitor, mark = 0, 0
        for i = 1, events do
            local high, low, fieldHigh, fieldLow, deed = byte(codes, 5 * i - 4, 5 * i)
            local bucket, field = 256 * high + low, 256 * fieldHigh + fieldLow
            high, low = byte(bucketCodes, 6 * bucket - 5, 6 * bucket - 4)
            local article = 256 * high + low
            local who = visitor + 1
            if deed == 1 or deed == 7 then visitor = who elseif deed == 6 then visitor = who + 1 elseif deed == 2 or deed == 3 then mark = mark + 1 end
            local state = states[article]
            if state == nil then
                state = call('HGET', KEYS[articleKeys + article], '@')
                states[article] = state
            end
            local letter, by, again = 'c', 1, 0
            if state ~= '1' then
                by = 0
                if not state then letter = 'u'
                elseif state == 'w' then letter = 'w'
                else
                    letter = 'm'
                    moves[#moves + 1] = string.sub(state, 2)
                end
            elseif not call('SET', KEYS[1 + i], '', 'NX', 'EX', seen) then
                letter, by = 'd', 0
            elseif deed == 1 or deed == 6 then
                if not call('SET', KEYS[visitorKeys + who], '', 'NX', 'EX', window) then
                    letter, deed, field = 'r', 4, field + 1024
                elseif deed == 6 and not call('SET', KEYS[visitorKeys + who + 1], '', 'NX', 'EX', window) then
                    again = 1
                end
            elseif deed == 2 then
                by = call('SADD', KEYS[markKeys + mark], ARGV[markArgs + mark])
                if by == 0 then letter = 'd' end
            elseif deed == 3 then
                by = -call('SREM', KEYS[markKeys + mark], ARGV[markArgs + mark])
                if by == 0 then letter = 'd' end
            elseif deed == 5 or deed == 7 then
                by = -1
                -- The first that is taken back stands for the reader, any other for a share again.
                if deed == 7 and call('DEL', KEYS[visitorKeys + who]) == 0 then again = -1 end
            end
            if again ~= 0 then add(article, bucket, field + 2048, again) end
            if by ~= 0 then
                add(article, bucket, field, by)
                if deed ~= 4 then changed[bucket] = true end
            end
            letters[i] = letter
        end

        local function name(field, at)
            local plain = ARGV[fieldArgs + 2 * (field % 1024) - 2 + at]
            if field >= 2048 then return (string.gsub(plain, 'share:[^@]*', 'again')) end
            return field < 1024 and plain or plain .. '!repeat'
        end
        for total, by in pairs(totals) do
            local article = math.floor(total / 4096)
            call('HINCRBY', KEYS[articleKeys + article], name(total - 4096 * article, 1), by)
        end
        for part, by in pairs(buckets) do
            local bucket = math.floor(part / 4096)
            local high, low, indexHigh, indexLow = byte(bucketCodes, 6 * bucket - 3, 6 * bucket)
            -- A field that was not there may mean a hash that was not: cheaper than asking each time, and said twice it changes nothing.
            if call('HINCRBY', KEYS[containerKeys + 256 * high + low], name(part - 4096 * bucket, 2), by) == by then
                call('SADD', KEYS[indexKeys + 256 * indexHigh + indexLow], string.match(ARGV[bucketArgs + bucket], '^%a:(.*):%d+|'))
            end
        end
        -- A bucket's version is this plus its counts, so only what takes from a count must raise it here, by one more than it took.
        for bucket, by in pairs(less) do
            local high, low, containerHigh, containerLow = byte(bucketCodes, 6 * bucket - 5, 6 * bucket - 2)
            call('HINCRBY', KEYS[articleKeys + 256 * high + low], '@v', by)
            call('HINCRBY', KEYS[containerKeys + 256 * containerHigh + containerLow], string.match(ARGV[bucketArgs + bucket], '|(%d+|)$') .. '@', by)
        end
        local dirty = {}
        for bucket in pairs(changed) do
            dirty[#dirty + 1] = ARGV[bucketArgs + bucket]
            dirty[#dirty + 1] = ARGV[10]
        end
        if #dirty > 0 then call('HSET', KEYS[1], unpack(dirty)) end
        return { table.concat(letters), unpack(moves) }
        """;
}
