using System.Security.Claims;
using Engagement.Platform.Keys;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace Engagement.Dashboard.SignIn;

/// <summary>
/// A signed-in person: an encrypted cookie that holds the API key with which the pages call the API. The API itself never looks at
/// the cookie, so no other site can make a browser call it; the pages never look at a Bearer key.
/// </summary>
static class Session
{
    public const string Scheme = "dashboard";

    /// <summary>Pages for signed-in people.</summary>
    public const string SignedIn = "dashboard";

    /// <summary>Pages for everybody that know who is signed in.</summary>
    public const string Anybody = "dashboard-anybody";

    const string KeyName = "key";

    public static void AddSessions(this WebApplicationBuilder builder)
    {
        builder.Services.AddAuthentication().AddCookie(Scheme, cookie =>
        {
            cookie.Cookie.Name = SessionCookie.Name;
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            cookie.ExpireTimeSpan = TimeSpan.FromHours(12);
            cookie.SlidingExpiration = true;
            cookie.LoginPath = "/";
            cookie.AccessDeniedPath = "/";
            cookie.ReturnUrlParameter = "to";
            cookie.Events.OnValidatePrincipal = EndWithItsKey;
        });
        builder.Services.AddAuthorizationBuilder()
            .AddPolicy(SignedIn, policy => policy.AddAuthenticationSchemes(Scheme).RequireAuthenticatedUser())
            .AddPolicy(Anybody, policy => policy.AddAuthenticationSchemes(Scheme).RequireAssertion(_ => true));
    }

    public static bool IsSignedIn(ClaimsPrincipal user) => user.Identity is { IsAuthenticated: true, AuthenticationType: Scheme };

    public static bool May(ClaimsPrincipal user, string scope) => user.HasClaim("scope", scope) || user.HasClaim("scope", "admin");

    /// <summary>Begins a session.</summary>
    /// <param name="http">The answer.</param>
    /// <param name="holder">Who it is.</param>
    /// <param name="key">With which they call the API.</param>
    /// <param name="until">When it ends whatever they do; null: twelve hours after their last page.</param>
    public static Task Begin(HttpContext http, KeyHolder holder, string key, DateTimeOffset? until = null)
    {
        var properties = new AuthenticationProperties { ExpiresUtc = until, AllowRefresh = until is null ? null : false };
        properties.StoreTokens([Token(key)]);
        return http.SignInAsync(Scheme, Principal(holder), properties);
    }

    /// <summary>Who somebody is, as the session keeps it.</summary>
    public static ClaimsPrincipal Principal(KeyHolder holder) => new(new ClaimsIdentity(holder.Scopes.Select(scope => new Claim("scope", scope))
        .Append(new(ClaimTypes.Name, holder.Name)).Append(new(ClaimTypes.NameIdentifier, holder.Id)), Scheme));

    /// <summary>A key, as the session keeps it.</summary>
    public static AuthenticationToken Token(string key) => new() { Name = KeyName, Value = key };

    /// <summary>The key of whoever is signed in; null where nobody is.</summary>
    public static Task<string?> Key(HttpContext http) => http.GetTokenAsync(Scheme, KeyName);

    /// <summary>A revoked key opens nothing from the next page on. While the ledger is away nobody is thrown out.</summary>
    static async Task EndWithItsKey(CookieValidatePrincipalContext context)
    {
        try
        {
            var keys = context.HttpContext.RequestServices.GetRequiredService<ApiKeys>();
            if (context.Properties.GetTokenValue(KeyName) is not { } key || await keys.Find(key) is null)
            {
                context.RejectPrincipal();
                await context.HttpContext.SignOutAsync(Scheme);
            }
        }
        catch (Exception away) when (away is RedisException or TimeoutException)
        {
            // The pages say that the ledger is away; the API asks for the key again at every call.
        }
    }
}
