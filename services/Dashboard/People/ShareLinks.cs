using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Engagement.Platform.Http;
using Engagement.Platform.Keys;
using Engagement.Platform.Store;
using Microsoft.AspNetCore.DataProtection;

namespace Engagement.Dashboard.People;

/// <summary>A link that lets whoever has it look, until it ends.</summary>
/// <param name="Id">Its public part.</param>
/// <param name="Name">Whom it is for.</param>
/// <param name="Path">The page that it leads to.</param>
/// <param name="Until">When it ends.</param>
public sealed record ShareLink(string Id, string Name, string Path, DateTimeOffset Until);

/// <summary>
/// Links to share that only look. Of the link itself a SHA-256 is kept, as it is 256 random bits; the key behind it has the scope read and
/// is revoked with it, which ends every session that the link began.
/// </summary>
/// <remarks>dsh:links   hash   link id → { "name", "path", "until", "hash", "key" }</remarks>
sealed class ShareLinks(Ledger ledger, ApiKeys keys, IDataProtectionProvider protection, TimeProvider time)
{
    const string Store = "dsh:links";

    /// <summary>All in all, so that nobody fills the ledger with them.</summary>
    public const int Most = 200;

    sealed record Entry(string Name, string Path, DateTimeOffset Until, string Hash, string Key);

    IDataProtector Protector => protection.CreateProtector("share-link-key");

    /// <summary>Makes one; null where there are too many.</summary>
    /// <returns>The last part of its address, which cannot be had again.</returns>
    public async Task<string?> Make(string name, string path, TimeSpan lasts)
    {
        if ((await List()).Count >= Most)
        {
            return null;
        }

        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var key = await keys.Create(name, "read");
        await ledger.Db.HashSetAsync(Store, id, JsonSerializer.Serialize(new Entry(name, path, time.GetUtcNow() + lasts, Hash(secret), Protector.Protect(key)), Json.Options));
        await ledger.Flush();
        return $"{id}.{secret}";
    }

    /// <summary>What a link opens; null where it has ended or never was.</summary>
    public async Task<(ShareLink Link, string Key)?> Open(string token)
    {
        var parts = token.Split('.', 2);
        if (parts is not [{ Length: 12 } id, { Length: > 0 and <= 100 } secret] || (string?)await ledger.Db.HashGetAsync(Store, id) is not { } json)
        {
            return null;
        }

        var entry = Read(json);
        return entry.Until > time.GetUtcNow() && CryptographicOperations.FixedTimeEquals(Convert.FromHexString(Hash(secret)), Convert.FromHexString(entry.Hash))
            ? (Of(id, entry), Protector.Unprotect(entry.Key))
            : null;
    }

    /// <summary>Those that have not ended. The keys of those that have are revoked on the way.</summary>
    public async Task<IReadOnlyList<ShareLink>> List()
    {
        var links = new List<ShareLink>();
        foreach (var stored in await ledger.Db.HashGetAllAsync(Store))
        {
            var link = Of(stored.Name!, Read(stored.Value!));
            if (link.Until > time.GetUtcNow())
            {
                links.Add(link);
            }
            else
            {
                await End(link.Id);
            }
        }

        return [.. links.OrderBy(link => link.Until)];
    }

    /// <summary>Ends one. False where there is none.</summary>
    public async Task<bool> End(string id)
    {
        if ((string?)await ledger.Db.HashGetAsync(Store, id) is not { } json)
        {
            return false;
        }

        await keys.Revoke(Protector.Unprotect(Read(json).Key).Split('_')[1]);
        await ledger.Db.HashDeleteAsync(Store, id);
        await ledger.Flush();
        return true;
    }

    static Entry Read(string json) => JsonSerializer.Deserialize<Entry>(json, Json.Options)!;

    static ShareLink Of(string id, Entry entry) => new(id, entry.Name, entry.Path, entry.Until);

    static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
