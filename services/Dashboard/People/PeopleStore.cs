using System.Security.Claims;
using System.Text.Json;
using Engagement.Platform.Http;
using Engagement.Platform.Keys;
using Engagement.Platform.Store;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;

namespace Engagement.Dashboard.People;

/// <summary>
/// The people who may sign in. Each has an API key with the scopes of their role, so that the API knows who acts; taking it away ends their
/// sessions. Passwords are kept as ASP.NET Identity hashes them (PBKDF2 with HMAC-SHA512), keys encrypted by the key ring.
/// </summary>
/// <remarks>
/// dsh:people   hash   name in lower case, or oidc:{subject} → { "name", "role", "since", "password", "key", "second" }; password and second may be missing
/// </remarks>
sealed class PeopleStore(Ledger ledger, ApiKeys keys, IDataProtectionProvider protection, TimeProvider time)
{
    const string Store = "dsh:people";

    public static readonly IReadOnlyDictionary<string, string[]> Roles = new Dictionary<string, string[]>
    {
        ["viewer"] = ["read"], ["editor"] = ["read", "articles", "posts"], ["admin"] = ["admin"],
    };

    /// <summary>What the id of somebody begins with for whom an identity provider vouches.</summary>
    public const string External = "oidc:";

    sealed record Entry(string Name, string Role, DateTimeOffset Since, string? Password, string Key, string? Second = null, string? Id = null);

    static readonly PasswordHasher<string> Hasher = new();

    /// <summary>What an unknown name's password is compared with, so that the time of an answer does not tell who exists.</summary>
    static readonly string Nobody = Hasher.HashPassword("", Guid.NewGuid().ToString());

    IDataProtector Protector => protection.CreateProtector("person-key");

    /// <summary>Lets somebody in, or gives somebody who is in another role and password; their sessions end.</summary>
    public async Task Put(string name, string role, string password)
    {
        await Remove(name);
        var key = await keys.Create(name.Trim(), Roles[role]);
        await Write(Id(name), new(name.Trim(), role, time.GetUtcNow(), Hasher.HashPassword("", password), Protector.Protect(key)));
    }

    /// <summary>Somebody for whom an identity provider vouches: the key that they have, or another one where their role is another.</summary>
    public async Task<string> Vouched(string subject, string name, string role)
    {
        var id = External + subject;
        if (await Find(id) is { } known && known.Role == role && known.Name == name)
        {
            return Protector.Unprotect(known.Key);
        }

        await Remove(id);
        var key = await keys.Create(name, Roles[role]);
        await Write(id, new(name, role, time.GetUtcNow(), null, Protector.Protect(key), Id: id));
        return key;
    }

    /// <summary>The person and their key, where the password is theirs.</summary>
    public async Task<KnownPerson?> Verify(string name, string password)
    {
        var entry = await Find(name);
        var verdict = Hasher.VerifyHashedPassword("", entry?.Password ?? Nobody, password);
        return entry?.Password is null || verdict == PasswordVerificationResult.Failed ? null : Known(entry);
    }

    /// <summary>Somebody whose password was looked at before.</summary>
    public async Task<KnownPerson?> Known(string name) => await Find(name) is { Password: not null } entry ? Known(entry) : null;

    /// <summary>Whoever is signed in, as a person; null where they came with a key of the same name.</summary>
    public async Task<KnownPerson?> Self(ClaimsPrincipal user) =>
        await Known(user.Identity?.Name ?? "") is { } known && known.Key.Split('_')[1] == user.FindFirstValue(ClaimTypes.NameIdentifier) ? known : null;

    /// <summary>Gives somebody another password. Their sessions go on.</summary>
    public async Task SetPassword(string name, string password)
    {
        if (await Find(name) is { } entry)
        {
            await Write(Id(name), entry with { Password = Hasher.HashPassword("", password) });
        }
    }

    /// <summary>Asks somebody for codes from now on, or, where the secret is null, no more.</summary>
    public async Task SetSecondStep(string name, string? secret)
    {
        if (await Find(name) is { } entry)
        {
            await Write(Id(name), entry with { Second = secret is null ? null : Protector.Protect(secret) });
        }
    }

    /// <summary>Takes somebody's way in. False where there is no such person.</summary>
    public async Task<bool> Remove(string name)
    {
        if (await Find(name) is not { } entry)
        {
            return false;
        }

        // The key first: whoever is cut off in between cannot act any more.
        await keys.Revoke(Protector.Unprotect(entry.Key).Split('_')[1]);
        await ledger.Db.HashDeleteAsync(Store, Id(name));
        await ledger.Flush();
        return true;
    }

    public async Task<IReadOnlyList<Person>> List() =>
        [.. (await ledger.Db.HashValuesAsync(Store)).Select(json => Of(Read(json!))).OrderBy(person => person.Name, StringComparer.OrdinalIgnoreCase)];


    async Task<Entry?> Find(string name) => (string?)await ledger.Db.HashGetAsync(Store, Id(name)) is { } json ? Read(json) : null;

    async Task Write(string id, Entry entry)
    {
        await ledger.Db.HashSetAsync(Store, id, JsonSerializer.Serialize(entry, Json.Options));
        await ledger.Flush();
    }

    KnownPerson Known(Entry entry) => new(Of(entry), Protector.Unprotect(entry.Key), entry.Second is null ? null : Protector.Unprotect(entry.Second));

    static Entry Read(string json) => JsonSerializer.Deserialize<Entry>(json, Json.Options)!;

    static Person Of(Entry entry) => new(entry.Id ?? Id(entry.Name), entry.Name, entry.Role, entry.Since, entry.Second is not null, entry.Password is null);

    static string Id(string name) => name.Trim().ToLowerInvariant();
}
