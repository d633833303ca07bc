using System.Text.Json;
using Engagement.Platform.Http;
using Engagement.Platform.Keys;
using Engagement.Platform.Store;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;

namespace Engagement.Dashboard.People;

/// <summary>Somebody who signs in with a name and a password.</summary>
/// <param name="Name">As they wrote it.</param>
/// <param name="Role">viewer, editor or admin.</param>
/// <param name="Since">When they were let in.</param>
public sealed record Person(string Name, string Role, DateTimeOffset Since);

/// <summary>
/// The people who may sign in. Each has an API key with the scopes of their role, so that the API knows who acts; taking it away ends their
/// sessions. Passwords are kept as ASP.NET Identity hashes them (PBKDF2 with HMAC-SHA512), keys encrypted by the key ring.
/// </summary>
/// <remarks>dsh:people   hash   name in lower case → { "name", "role", "since", "password", "key" }</remarks>
sealed class PeopleStore(Ledger ledger, ApiKeys keys, IDataProtectionProvider protection, TimeProvider time)
{
    const string Store = "dsh:people";

    public static readonly IReadOnlyDictionary<string, string[]> Roles = new Dictionary<string, string[]>
    {
        ["viewer"] = ["read"], ["editor"] = ["read", "articles", "posts"], ["admin"] = ["admin"],
    };

    sealed record Entry(string Name, string Role, DateTimeOffset Since, string Password, string Key);

    static readonly PasswordHasher<Person> Hasher = new();

    /// <summary>What an unknown name's password is compared with, so that the time of an answer does not tell who exists.</summary>
    static readonly string Nobody = Hasher.HashPassword(new("", "", default), Guid.NewGuid().ToString());

    IDataProtector Protector => protection.CreateProtector("person-key");

    /// <summary>Lets somebody in, or gives somebody who is in another role and password; their sessions end.</summary>
    public async Task Put(string name, string role, string password)
    {
        await Remove(name);
        var person = new Person(name.Trim(), role, time.GetUtcNow());
        var key = await keys.Create(person.Name, Roles[role]);
        await Write(new(person.Name, role, person.Since, Hasher.HashPassword(person, password), Protector.Protect(key)));
    }

    /// <summary>The person and their key, where the password is theirs.</summary>
    public async Task<(Person Person, string Key)?> Verify(string name, string password)
    {
        var entry = await Find(name);
        var verdict = Hasher.VerifyHashedPassword(new(name, "", default), entry?.Password ?? Nobody, password);
        return entry is null || verdict == PasswordVerificationResult.Failed ? null : (Of(entry), Protector.Unprotect(entry.Key));
    }

    /// <summary>Gives somebody another password. Their sessions go on.</summary>
    public async Task SetPassword(string name, string password)
    {
        if (await Find(name) is { } entry)
        {
            await Write(entry with { Password = Hasher.HashPassword(Of(entry), password) });
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

    public async Task<bool> Has(string name) => await Find(name) is not null;

    async Task<Entry?> Find(string name) => (string?)await ledger.Db.HashGetAsync(Store, Id(name)) is { } json ? Read(json) : null;

    async Task Write(Entry entry)
    {
        await ledger.Db.HashSetAsync(Store, Id(entry.Name), JsonSerializer.Serialize(entry, Json.Options));
        await ledger.Flush();
    }

    static Entry Read(string json) => JsonSerializer.Deserialize<Entry>(json, Json.Options)!;

    static Person Of(Entry entry) => new(entry.Name, entry.Role, entry.Since);

    static string Id(string name) => name.Trim().ToLowerInvariant();
}
