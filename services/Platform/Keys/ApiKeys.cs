using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Engagement.Platform.Http;
using Engagement.Platform.Settings;
using Engagement.Platform.Store;

namespace Engagement.Platform.Keys;

/// <summary>Who a key is: what an endpoint may know of its caller.</summary>
/// <param name="Id">Public part of the key; safe in logs and lists.</param>
/// <param name="Name">What a person called it.</param>
/// <param name="Scopes">What it opens: articles, events, posts, read, admin. <c>admin</c> opens everything.</param>
public sealed record KeyHolder(string Id, string Name, IReadOnlySet<string> Scopes);

/// <summary>API keys. Only a SHA-256 of a key is kept: keys are 256 random bits, so a fast hash is as good as a slow one.</summary>
/// <remarks>
/// plt:keys   hash   key id → { "hash", "name", "scopes" }
/// A key reads <c>eng_{id}_{secret}</c>; the id finds the entry, the secret is compared in constant time.
/// </remarks>
public sealed class ApiKeys(Ledger ledger, EngagementOptions options)
{
    const string Store = "plt:keys";
    const string AdminId = "admin";

    sealed record Entry(string Hash, string Name, string[] Scopes);

    readonly byte[]? configuredAdmin = options.AdminKey.Length > 0 ? Hash(options.AdminKey) : null;

    /// <summary>Finds whose key this is; null where it is nobody's.</summary>
    public async Task<KeyHolder?> Find(string key)
    {
        if (configuredAdmin is not null && CryptographicOperations.FixedTimeEquals(Hash(key), configuredAdmin))
        {
            return new(AdminId, "Administrator", new HashSet<string> { "admin" });
        }

        var parts = key.Split('_', 3);
        if (parts is not ["eng", { Length: > 0 and <= 40 } id, { Length: > 0 }]
            || (configuredAdmin is not null && id == AdminId)
            || (string?)await ledger.Db.HashGetAsync(Store, id) is not { } json)
        {
            return null;
        }

        var entry = JsonSerializer.Deserialize<Entry>(json, Json.Options)!;
        return CryptographicOperations.FixedTimeEquals(Hash(key), Convert.FromHexString(entry.Hash))
            ? new(id, entry.Name, entry.Scopes.ToHashSet())
            : null;
    }

    /// <summary>Makes a key. It is returned this once and cannot be had again.</summary>
    public async Task<string> Create(string name, params string[] scopes)
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
        var key = NewKey(id);
        await ledger.Db.HashSetAsync(Store, id, Serialize(key, name, scopes));
        await ledger.Flush();
        return key;
    }

    /// <summary>All keys, without their secrets.</summary>
    public async Task<IReadOnlyList<KeyHolder>> List() =>
        [.. (await ledger.Db.HashGetAllAsync(Store)).Select(stored =>
        {
            var entry = JsonSerializer.Deserialize<Entry>((string)stored.Value!, Json.Options)!;
            return new KeyHolder(stored.Name!, entry.Name, entry.Scopes.ToHashSet());
        }).OrderBy(key => key.Name, StringComparer.Ordinal)];

    /// <summary>Ends a key. False where there was none.</summary>
    public async Task<bool> Revoke(string id)
    {
        var gone = await ledger.Db.HashDeleteAsync(Store, id);
        await ledger.Flush();
        return gone;
    }

    /// <summary>Makes the first admin key where there is neither a configured nor a stored one; null where there is.</summary>
    public async Task<string?> CreateFirst()
    {
        if (configuredAdmin is not null)
        {
            return null;
        }

        // Several processes may start at once on one ledger: whoever sets the entry first prints its key.
        var key = NewKey(AdminId);
        var isFirst = await ledger.Db.HashSetAsync(Store, AdminId, Serialize(key, "Administrator", ["admin"]), StackExchange.Redis.When.NotExists);
        await ledger.Flush();
        return isFirst ? key : null;
    }

    static string NewKey(string id) => $"eng_{id}_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32))}";

    static string Serialize(string key, string name, string[] scopes) =>
        JsonSerializer.Serialize(new Entry(Convert.ToHexStringLower(Hash(key)), name, scopes), Json.Options);

    static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
