using Engagement.Dashboard.Audit;
using Engagement.Dashboard.Layout;
using Engagement.Dashboard.SignIn;
using Engagement.Dashboard.Words;
using Engagement.Platform.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;

namespace Engagement.Dashboard.Setup;

/// <summary>Makes and revokes API keys. A new one travels to the next page in a cookie that only we can read and that lives for a minute.</summary>
static class MakeKey
{
    const string Cookie = "engagement-new-key";

    public static readonly IReadOnlyList<string> Scopes = ["articles", "events", "posts", "read", "admin"];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/site/keys", Make);
        routes.MapPost("/site/keys/{id}/revoke", Revoke);
    }

    static async Task<IResult> Make(HttpContext http, [FromForm] string? name, [FromForm] StringValues scopes, ApiKeys keys, AuditLog audit, Speech speech)
    {
        if (!Session.May(http.User, "admin"))
        {
            return Refuse(http, speech);
        }

        var wanted = scopes.OfType<string>().Where(Scopes.Contains).Distinct().ToArray();
        if (string.IsNullOrWhiteSpace(name) || name.Length > 100 || wanted.Length == 0)
        {
            return Go.Back("/site#keys", new(false, speech["A key needs a name and something that it opens"]), http);
        }

        var key = await keys.Create(name.Trim(), wanted);
        await audit.Say("made a key", $"{name.Trim()} ({string.Join(", ", wanted)})");
        http.Response.Cookies.Append(Cookie, Protector(http).Protect(key, TimeSpan.FromMinutes(1)),
            new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = http.Request.IsHttps, MaxAge = TimeSpan.FromMinutes(1), Path = "/site" });
        return Go.Back("/site#keys");
    }

    static async Task<RedirectHttpResult> Revoke(string id, [FromForm] string? back, HttpContext http, ApiKeys keys, AuditLog audit, Speech speech)
    {
        if (!Session.May(http.User, "admin"))
        {
            return Refuse(http, speech);
        }

        if (!await keys.Revoke(id))
        {
            return Go.Back(back ?? "/site#keys", new(false, speech["There is no such key"]), http);
        }

        await audit.Say("revoked a key", id);
        return Go.Back(back ?? "/site#keys", new(true, speech["The key is revoked: it opens nothing any more"]), http);
    }

    /// <summary>The key that was just made, once.</summary>
    public static string? Shown(HttpContext http)
    {
        if (http.Request.Cookies[Cookie] is not { } cookie)
        {
            return null;
        }

        http.Response.Cookies.Delete(Cookie, new() { Path = "/site" });
        try
        {
            return Protector(http).Unprotect(cookie);
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }

    static RedirectHttpResult Refuse(HttpContext http, Speech speech) =>
        Go.Back("/site", new(false, speech["Only a key with the scope admin may do this"]), http);

    static ITimeLimitedDataProtector Protector(HttpContext http) =>
        http.RequestServices.GetRequiredService<IDataProtectionProvider>().CreateProtector("new-key").ToTimeLimitedDataProtector();
}
