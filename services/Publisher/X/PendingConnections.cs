using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Engagement.Platform.Http;
using Engagement.Platform.Store;
using Engagement.Publisher.Posts;
using Microsoft.AspNetCore.DataProtection;

namespace Engagement.Publisher.X;

/// <summary>A connection that a person was sent to X for.</summary>
/// <param name="Verifier">The secret behind the challenge that X was shown (PKCE): a stolen code is worth nothing without it.</param>
/// <param name="RedirectUrl">The address back, which X compares letter by letter.</param>
/// <param name="ReturnTo">Where the person goes afterwards; a page of this program.</param>
sealed record PendingConnection(string Verifier, string RedirectUrl, string? ReturnTo);

/// <summary>Remembers who was sent to X, for ten minutes and for one return, on whichever instance.</summary>
/// <remarks>{pub}:account:{name}:connect:{state}   string   the connection, encrypted; expires after ten minutes</remarks>
sealed class PendingConnections(Ledger ledger, IDataProtectionProvider protection, XOptions options)
{
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    readonly IDataProtector protector = protection.CreateProtector("x-connect");

    /// <summary>Begins one. Returns its state, which nobody can guess, and its challenge.</summary>
    public async Task<(string State, string Challenge)> Begin(string redirectUrl, string? returnTo)
    {
        var (state, verifier) = (Secret(), Secret());
        var pending = new PendingConnection(verifier, redirectUrl, returnTo);
        await ledger.Db.StringSetAsync(Key(state), protector.Protect(JsonSerializer.Serialize(pending, Json.Options)), Life);
        await ledger.Flush();
        return (state, Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))));
    }

    /// <summary>Ends one; null where there is none, or not any more.</summary>
    public async Task<PendingConnection?> End(string state)
    {
        if (state.Length != 43 || (string?)await ledger.RunDurably(TakeScript, [Key(state)], []) is not { } data)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<PendingConnection>(protector.Unprotect(data), Json.Options);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    string Key(string state) => $"{PostKeys.Account(options.Account)}:connect:{state}";

    static string Secret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    const string TakeScript = """
        local data = redis.call('GET', KEYS[1])
        redis.call('DEL', KEYS[1])
        return data
        """;
}
