using System.Text.Json;
using Engagement.Platform.Http;
using Engagement.Platform.Store;
using StackExchange.Redis;

namespace Engagement.Intake.Catalogue;

/// <summary>One article to be written: its new state, what is owed to the others because of it, and the names that it takes.</summary>
/// <param name="Before">As it was read; null where there was none. The write fails if it changed since.</param>
/// <param name="After">As it will be.</param>
/// <param name="Owed">Members of the outbox.</param>
/// <param name="Names">Names to claim, each with the id that held it when it was read, or null.</param>
sealed record Change(StoredArticle? Before, StoredArticle After, IReadOnlyList<string> Owed, IReadOnlyDictionary<string, string?> Names);

/// <summary>Reads and writes articles.</summary>
sealed class CatalogueStore(Ledger ledger, Shelves shelves)
{
    /// <summary>What the given names stand for.</summary>
    public async Task<IReadOnlyDictionary<string, string>> Resolve(IReadOnlyCollection<string> names)
    {
        if (names.Count == 0)
        {
            return new Dictionary<string, string>();
        }

        var ids = await ledger.Db.StringGetAsync([.. names.Select(Keys.Name)]);
        return names.Zip(ids).Where(pair => pair.Second.HasValue).ToDictionary(pair => pair.First, pair => (string)pair.Second!);
    }

    /// <summary>The articles of these ids, as far as there are any.</summary>
    public Task<IReadOnlyDictionary<string, StoredArticle>> Load(IReadOnlyCollection<string> ids) => Load(ids, _ => true);

    /// <summary>Those of them whose JSON looks as if they were wanted; it is read only of these, which a search through thousands feels.</summary>
    public async Task<IReadOnlyDictionary<string, StoredArticle>> Load(IReadOnlyCollection<string> ids, Func<string, bool> maybe)
    {
        if (ids.Count == 0)
        {
            return new Dictionary<string, StoredArticle>();
        }

        var values = await ledger.Db.StringGetAsync([.. ids.Select(Keys.Article)]);
        return ids.Zip(values.Select(value => (string?)value)).Where(pair => pair.Second is not null && maybe(pair.Second)).ToDictionary(pair => pair.First, pair => Parse(pair.Second!));
    }

    /// <summary>The article of an id, or of another id under which the site once told of it.</summary>
    public async Task<StoredArticle?> Find(string id)
    {
        if ((await Load([id])).TryGetValue(id, out var known))
        {
            return known;
        }

        return (await Resolve([id])).TryGetValue(id, out var real) ? (await Load([real])).GetValueOrDefault(real) : null;
    }

    /// <summary>Writes all of them or none, durably. False where somebody else changed one of them since it was read.</summary>
    public async Task<bool> Write(IReadOnlyCollection<Change> changes)
    {
        if (changes.Count == 0)
        {
            return true;
        }

        while (true)
        {
            var plan = await ShelfPlan.Of(changes, shelves);
            var (keys, values) = Arguments(changes, plan);
            var answer = (long[])(await ledger.RunDurably(WriteScript, keys, values))!;
            switch (answer[0])
            {
                case Written:
                    await plan.Split(answer.Skip(1), shelves);
                    return true;
                case ShelvesMoved:
                    plan.Forget(shelves);
                    break;
                default:
                    return false;
            }
        }
    }

    static (RedisKey[] Keys, RedisValue[] Values) Arguments(IReadOnlyCollection<Change> changes, ShelfPlan plan)
    {
        List<RedisKey> keys = [Keys.Outbox, Keys.OldListing, Keys.OldAccepted];
        List<RedisValue> values = [Shelves.Room, changes.Count];
        foreach (var (before, after, owed, names) in changes)
        {
            keys.Add(Keys.Article(after.Article.Id));
            keys.AddRange(names.Keys.Select(Keys.Name));
            // One that is only entered in its lists is not written again.
            values.AddRange([before?.Article.Revision ?? 0, ReferenceEquals(before, after) ? "" : Format(after), after.Article.Id,
                after.ChangedAt.ToUnixTimeMilliseconds(), names.Count, owed.Count]);
            values.AddRange(names.Values.Select(owner => (RedisValue)(owner ?? "")));
            values.AddRange(owed.Select(member => (RedisValue)member));
        }

        plan.AddTo(keys, values);
        return ([.. keys], [.. values]);
    }

    static string Format(StoredArticle article) => $"{article.Article.Revision}\n{JsonSerializer.Serialize(article, Json.Options)}";

    static StoredArticle Parse(string value) =>
        JsonSerializer.Deserialize<StoredArticle>(value.AsSpan(value.IndexOf('\n') + 1), Json.Options)!;

    const long Written = 1;
    const long ShelvesMoved = 2;

    /// <summary>
    /// First pass: every article still has the revision, every name the owner, and every list the shelves, that the caller read. Second pass:
    /// writes, and tells which shelves are full. Without the first, two instances that hear of one article at once would both announce it as new.
    /// </summary>
    const string WriteScript = """
        local unpack = unpack or table.unpack
        local function walk(visit)
            local key, arg = 4, 3
            for _ = 1, tonumber(ARGV[2]) do
                local names, owed = tonumber(ARGV[arg + 4]), tonumber(ARGV[arg + 5])
                if not visit(key, arg, names, owed) then return nil end
                key, arg = key + 1 + names, arg + 6 + names + owed
            end
            return arg
        end
        local lists = walk(function(key, arg, names)
            local stored = redis.call('GET', KEYS[key])
            local revision = stored and string.match(stored, '^%d+') or '0'
            if revision ~= ARGV[arg] then return false end
            for name = 1, names do
                if (redis.call('GET', KEYS[key + name]) or '') ~= ARGV[arg + 5 + name] then return false end
            end
            return true
        end)
        if not lists then return {0} end
        local shelves = lists + 1 + 2 * tonumber(ARGV[lists])
        for list = lists + 1, shelves - 1, 2 do
            if redis.call('ZCARD', KEYS[tonumber(ARGV[list])]) ~= tonumber(ARGV[list + 1]) then return {2} end
        end
        local ids = {}
        walk(function(key, arg, names, owed)
            local id = ARGV[arg + 2]
            ids[#ids + 1] = id
            if ARGV[arg + 1] ~= '' then redis.call('SET', KEYS[key], ARGV[arg + 1]) end
            for name = 1, names do
                redis.call('SET', KEYS[key + name], id)
            end
            for member = 1, owed do
                redis.call('ZADD', KEYS[1], ARGV[arg + 3], ARGV[arg + 5 + names + member])
            end
            return true
        end)
        local answer, at = {1}, shelves + 1
        for shelf = 1, tonumber(ARGV[shelves]) do
            local key, come, leave = KEYS[tonumber(ARGV[at])], tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2])
            at = at + 3 + come + leave
            if come > 0 then redis.call('ZADD', key, unpack(ARGV, at - come - leave, at - leave - 1)) end
            if leave > 0 then redis.call('ZREM', key, unpack(ARGV, at - leave, at - 1)) end
            if redis.call('ZCARD', key) > tonumber(ARGV[1]) then answer[#answer + 1] = shelf end
        end
        redis.call('ZREM', KEYS[2], unpack(ids))
        redis.call('ZREM', KEYS[3], unpack(ids))
        return answer
        """;
}
