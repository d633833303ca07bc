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
sealed class CatalogueStore(Ledger ledger)
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
    public async Task<IReadOnlyDictionary<string, StoredArticle>> Load(IReadOnlyCollection<string> ids)
    {
        if (ids.Count == 0)
        {
            return new Dictionary<string, StoredArticle>();
        }

        var values = await ledger.Db.StringGetAsync([.. ids.Select(Keys.Article)]);
        return ids.Zip(values).Where(pair => pair.Second.HasValue).ToDictionary(pair => pair.First, pair => Parse((string)pair.Second!));
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

        List<RedisKey> keys = [Keys.Outbox, Keys.Listing, Keys.Accepted];
        List<RedisValue> values = [changes.Count];
        foreach (var (before, after, owed, names) in changes)
        {
            keys.Add(Keys.Article(after.Article.Id));
            keys.AddRange(names.Keys.Select(Keys.Name));
            values.AddRange([before?.Article.Revision ?? 0, Format(after), after.Article.Id, after.ListedAt.ToUnixTimeMilliseconds(),
                after.ChangedAt.ToUnixTimeMilliseconds(), names.Count, owed.Count]);
            values.AddRange(names.Values.Select(owner => (RedisValue)(owner ?? "")));
            values.AddRange(owed.Select(member => (RedisValue)member));
        }

        return (bool)await ledger.RunDurably(WriteScript, [.. keys], [.. values]);
    }

    static string Format(StoredArticle article) => $"{article.Article.Revision}\n{JsonSerializer.Serialize(article, Json.Options)}";

    static StoredArticle Parse(string value) =>
        JsonSerializer.Deserialize<StoredArticle>(value.AsSpan(value.IndexOf('\n') + 1), Json.Options)!;

    /// <summary>
    /// First pass: every article still has the revision, and every name the owner, that the caller read. Second pass: writes.
    /// Without the first, two instances that hear of one article at once would both announce it as new.
    /// </summary>
    const string WriteScript = """
        local function walk(visit)
            local key, arg = 4, 2
            for _ = 1, tonumber(ARGV[1]) do
                local names, owed = tonumber(ARGV[arg + 5]), tonumber(ARGV[arg + 6])
                if not visit(key, arg, names, owed) then return false end
                key, arg = key + 1 + names, arg + 7 + names + owed
            end
            return true
        end
        local unchanged = walk(function(key, arg, names)
            local stored = redis.call('GET', KEYS[key])
            local revision = stored and string.match(stored, '^%d+') or '0'
            if revision ~= ARGV[arg] then return false end
            for name = 1, names do
                if (redis.call('GET', KEYS[key + name]) or '') ~= ARGV[arg + 6 + name] then return false end
            end
            return true
        end)
        if not unchanged then return 0 end
        walk(function(key, arg, names, owed)
            local id = ARGV[arg + 2]
            redis.call('SET', KEYS[key], ARGV[arg + 1])
            redis.call('ZADD', KEYS[2], ARGV[arg + 3], id)
            redis.call('ZADD', KEYS[3], ARGV[arg + 4], id)
            for name = 1, names do
                redis.call('SET', KEYS[key + name], id)
            end
            for member = 1, owed do
                redis.call('ZADD', KEYS[1], ARGV[arg + 4], ARGV[arg + 6 + names + member])
            end
            return true
        end)
        return 1
        """;
}
