using System.Security.Cryptography;
using Engagement.Platform.Store;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using OtpNet;

namespace Engagement.Dashboard.SignIn;

/// <summary>
/// The second step of a sign-in: six digits from an app that shares a secret with us (TOTP, RFC 6238, as every such app has it). Each code is good once,
/// half a minute early or late.
/// </summary>
/// <remarks>dsh:code:{who}:{step}   string   empty: this person used the code of that half minute; expires after five minutes</remarks>
sealed class SecondStep(Ledger ledger, IDataProtectionProvider protection, TimeProvider time)
{
    const string Cookie = "engagement-second-step";
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    static readonly VerificationWindow Window = new(previous: 1, future: 1);

    ITimeLimitedDataProtector Tickets => protection.CreateProtector("second-step").ToTimeLimitedDataProtector();

    ITimeLimitedDataProtector Offers => protection.CreateProtector("second-step-offer").ToTimeLimitedDataProtector();

    /// <summary>A new secret, and how its page gets it back: encrypted, good for ten minutes.</summary>
    public (string Secret, string Offer) Offer()
    {
        var secret = Base32Encoding.ToString(RandomNumberGenerator.GetBytes(20));
        return (secret, Offers.Protect(secret, TimeSpan.FromMinutes(10)));
    }

    /// <summary>The secret of an offer; null where it is none of ours or too old.</summary>
    public string? Take(string offer) => Open(Offers, offer);

    /// <summary>What an app reads from the code on the screen.</summary>
    public static string Address(string site, string name, string secret) =>
        new OtpUri(OtpType.Totp, secret, name, site).ToString();

    /// <summary>Whether a code is right, and has not been used before.</summary>
    public async Task<bool> Verify(string who, string secret, string code) =>
        new Totp(Base32Encoding.ToBytes(secret)).VerifyTotp(time.GetUtcNow().UtcDateTime, code.Replace(" ", "", StringComparison.Ordinal), out var step, Window)
        && await ledger.Db.StringSetAsync($"dsh:code:{who}:{step}", "", Patience, StackExchange.Redis.When.NotExists);

    /// <summary>Remembers in the browser that this person's password was right.</summary>
    public void Begin(HttpContext http, string name) => http.Response.Cookies.Append(Cookie, Tickets.Protect(name, Patience),
        new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = http.Request.IsHttps, MaxAge = Patience });

    /// <summary>Whose password was right a moment ago; null where nobody's was.</summary>
    public string? Pending(HttpContext http) => http.Request.Cookies[Cookie] is { } ticket ? Open(Tickets, ticket) : null;

    public static void End(HttpContext http) => http.Response.Cookies.Delete(Cookie);

    static string? Open(ITimeLimitedDataProtector protector, string text)
    {
        try
        {
            return protector.Unprotect(text);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
