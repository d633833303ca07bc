using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Dashboard.Layout;

/// <summary>A secret that was just made, on its way to the page that shows it this once: in a cookie that only we can read and that lives for a minute.</summary>
static class OneTimeSecret
{
    /// <summary>Sends it to a page.</summary>
    /// <param name="http">The answer that leads there.</param>
    /// <param name="name">What it is, such as <c>new-key</c>.</param>
    /// <param name="path">The page.</param>
    /// <param name="secret">The secret.</param>
    public static void Send(HttpContext http, string name, string path, string secret) => http.Response.Cookies.Append(Cookie(name), Protector(http, name).Protect(secret, TimeSpan.FromMinutes(1)),
        new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = http.Request.IsHttps, MaxAge = TimeSpan.FromMinutes(1), Path = path });

    /// <summary>Takes it out; null where none was sent.</summary>
    public static string? Take(HttpContext http, string name, string path)
    {
        if (http.Request.Cookies[Cookie(name)] is not { } cookie)
        {
            return null;
        }

        http.Response.Cookies.Delete(Cookie(name), new() { Path = path });
        PageCompression.Off(http);
        try
        {
            return Protector(http, name).Unprotect(cookie);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    static string Cookie(string name) => $"engagement-{name}";

    static ITimeLimitedDataProtector Protector(HttpContext http, string name) =>
        http.RequestServices.GetRequiredService<IDataProtectionProvider>().CreateProtector(name).ToTimeLimitedDataProtector();
}
