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
    /// <param name="Undo">The form that takes it back, offered for ten seconds; null where there is no way back.</param>
    public sealed record Said(bool IsGood, string Title, string Detail = "", string? Undo = null);

    Said? said;

    [CascadingParameter] HttpContext Http { get; set; } = null!;

    /// <summary>What a call did: the problem where there is one, else the good news.</summary>
    internal static Said Of(Api.ApiProblem? problem, string done, string? undo = null) =>
        problem is null ? new(true, done, "", undo) : new(false, problem.Title, problem.Detail);

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
