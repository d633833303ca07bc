using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Dashboard.Layout;

/// <summary>What the last form did, said once on the page that it led to. It travels in a cookie that only we can write.</summary>
public sealed partial class Notice
{
    const string Cookie = "engagement-notice";

    /// <summary>One message.</summary>
    /// <param name="IsGood">Whether it worked.</param>
    /// <param name="Title">What happened.</param>
    /// <param name="Detail">What to do next; may be empty.</param>
    public sealed record Said(bool IsGood, string Title, string Detail = "");

    Said? said;

    [CascadingParameter] HttpContext Http { get; set; } = null!;

    /// <summary>What a call did: the problem where there is one, else the good news.</summary>
    internal static Said Of(Api.ApiProblem? problem, string done) => problem is null ? new(true, done) : new(false, problem.Title, problem.Detail);

    internal static void Say(HttpContext http, Said said) => http.Response.Cookies.Append(Cookie,
        Protector(http).Protect(JsonSerializer.Serialize(said), TimeSpan.FromMinutes(1)),
        new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, MaxAge = TimeSpan.FromMinutes(1) });

    protected override void OnInitialized()
    {
        if (Http.Request.Cookies[Cookie] is not { } cookie)
        {
            return;
        }

        Http.Response.Cookies.Delete(Cookie);
        try
        {
            said = JsonSerializer.Deserialize<Said>(Protector(Http).Unprotect(cookie));
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            // Older than a minute, or not ours: nothing to say.
        }
    }

    static ITimeLimitedDataProtector Protector(HttpContext http) =>
        http.RequestServices.GetRequiredService<IDataProtectionProvider>().CreateProtector("notice").ToTimeLimitedDataProtector();
}
