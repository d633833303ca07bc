using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Engagement.Platform.Keys;

/// <summary>Lets <c>Authorization: Bearer {key}</c> in, with the key's scopes as claims.</summary>
public sealed class KeyAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder, ApiKeys keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
{
    /// <summary>The scheme's name.</summary>
    public const string SchemeName = "key";

    /// <inheritdoc/>
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        const string prefix = "Bearer ";
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) || header.Length > 512)
        {
            return AuthenticateResult.NoResult();
        }

        if (await keys.Find(header[prefix.Length..].Trim()) is not { } holder)
        {
            return AuthenticateResult.Fail("unknown key");
        }

        var claims = holder.Scopes.Select(scope => new Claim("scope", scope)).Append(new Claim(ClaimTypes.Name, holder.Name)).Append(new Claim("key", holder.Id));
        return AuthenticateResult.Success(new(new ClaimsPrincipal(new ClaimsIdentity(claims, Scheme.Name)), Scheme.Name));
    }
}

/// <summary>Scopes on endpoints.</summary>
public static class Scopes
{
    static readonly string[] All = ["articles", "events", "posts", "read", "admin"];

    internal static void AddKeys(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ApiKeys>();
        builder.Services.AddAuthentication(KeyAuthentication.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, KeyAuthentication>(KeyAuthentication.SchemeName, _ => { });
        var policies = builder.Services.AddAuthorizationBuilder();
        foreach (var scope in All)
        {
            policies.AddPolicy(scope, policy => policy
                .AddAuthenticationSchemes(KeyAuthentication.SchemeName)
                .RequireAssertion(context => context.User.HasClaim("scope", scope) || context.User.HasClaim("scope", "admin")
                    || (scope == "read" && context.User.HasClaim(claim => claim.Type == "scope"))));
        }
    }

    /// <summary>Opens an endpoint only to keys with a scope: articles, events, posts, read (any key) or admin.</summary>
    public static TBuilder RequireScope<TBuilder>(this TBuilder endpoint, string scope) where TBuilder : IEndpointConventionBuilder =>
        endpoint.RequireAuthorization(new AuthorizeAttribute(scope));
}
