using System.Security.Claims;
using Engagement.Dashboard.Audit;
using Engagement.Dashboard.Layout;
using Engagement.Dashboard.People;
using Engagement.Dashboard.Words;
using Engagement.Platform.Http;
using Engagement.Platform.Keys;
using Engagement.Platform.Settings;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Dashboard.SignIn;

/// <summary>
/// Sign-in at an OpenID Connect provider: authorization code with PKCE. The provider says who somebody is and, in a claim, their role; from then on they
/// are a person like every other, with a key of their role, so that the API and the audit know who acts.
/// </summary>
static class SingleSignOn
{
    const string Scheme = "dashboard-oidc";
    const int LongestName = 60;

    public static void AddSingleSignOn(this WebApplicationBuilder builder)
    {
        var oidc = builder.AddSettings<OidcOptions>("Engagement:Oidc");
        if (!oidc.IsOn)
        {
            return;
        }

        if (oidc.ClientId.Length == 0)
        {
            throw new StartProblem("Engagement__Oidc__ClientId must not be empty where Engagement__Oidc__Authority is set.");
        }

        builder.Services.AddAuthentication().AddOpenIdConnect(Scheme, client =>
        {
            client.Authority = oidc.Authority;
            client.ClientId = oidc.ClientId;
            client.ClientSecret = oidc.ClientSecret;
            client.RequireHttpsMetadata = oidc.Authority.StartsWith("https://", StringComparison.Ordinal);
            client.SignInScheme = Session.Scheme;
            client.CallbackPath = "/sign-in/oidc";
            client.ResponseType = "code";
            // A form that posts here from the provider would come without our cookies.
            client.ResponseMode = "query";
            foreach (var cookie in new[] { client.CorrelationCookie, client.NonceCookie })
            {
                cookie.SameSite = SameSiteMode.Lax;
                cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            }

            client.UsePkce = true;
            client.MapInboundClaims = false;
            client.GetClaimsFromUserInfoEndpoint = false;
            client.BackchannelTimeout = TimeSpan.FromSeconds(10);
            client.Scope.Clear();
            foreach (var scope in new[] { "openid", "profile", "email" })
            {
                client.Scope.Add(scope);
            }

            client.Events.OnTokenValidated = context => LetIn(context, oidc);
            client.Events.OnRemoteFailure = context =>
            {
                Refuse(context, "The sign-in did not come to an end", "Try once more; if it stays so, ask who runs the single sign-on.");
                return Task.CompletedTask;
            };
        });
    }

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/sign-in/single", Start);

    static Results<ChallengeHttpResult, RedirectHttpResult> Start(string? to, OidcOptions oidc) => oidc.IsOn
        ? TypedResults.Challenge(new AuthenticationProperties { RedirectUri = LocalPath.Of(to) }, [Scheme])
        : Go.Back("/");

    static async Task LetIn(TokenValidatedContext context, OidcOptions oidc)
    {
        var claims = context.Principal!;
        var name = new[] { "name", "preferred_username", "email", "sub" }.Select(claims.FindFirstValue).First(value => !string.IsNullOrWhiteSpace(value))!;
        name = name[..Math.Min(name.Length, LongestName)];
        if (oidc.RoleOf([.. claims.FindAll(oidc.RoleClaim).Select(claim => claim.Value)]) is not { } role)
        {
            Refuse(context, "You are known, but have no role here", $"{oidc.RoleClaim}: {oidc.Viewer}, {oidc.Editor}, {oidc.Admin}");
            return;
        }

        var services = context.HttpContext.RequestServices;
        var key = await services.GetRequiredService<PeopleStore>().Vouched(claims.FindFirstValue("sub")!, name, role);
        var holder = (await services.GetRequiredService<ApiKeys>().Find(key))!;
        context.Principal = Session.Principal(holder);
        var session = context.Properties!;
        session.StoreTokens([Session.Token(key)]);
        session.IsPersistent = false;
        await services.GetRequiredService<AuditLog>().Say("signed in", holder.Id, holder.Name);
    }

    static void Refuse<T>(RemoteAuthenticationContext<T> context, string title, string detail) where T : AuthenticationSchemeOptions
    {
        Explain(context.HttpContext, title, detail);
        context.HandleResponse();
    }

    static void Refuse(RemoteFailureContext context, string title, string detail)
    {
        Explain(context.HttpContext, title, detail);
        context.HandleResponse();
    }

    static void Explain(HttpContext http, string title, string detail)
    {
        var speech = http.RequestServices.GetRequiredService<Speech>();
        Notice.Say(http, new(false, speech[title], speech[detail]));
        http.Response.Redirect("/");
    }
}
