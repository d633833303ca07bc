using System.Security.Cryptography;
using Engagement.Fakes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Engagement.Tests.Dashboard;

/// <summary>An OpenID Connect provider that knows one person and never asks for a password: discovery, authorization code with PKCE, signed tokens.</summary>
sealed class FakeIdentityProvider : IAsyncDisposable
{
    readonly RSA rsa = RSA.Create(2048);
    readonly WebApplication app = LocalServer.Build();
    readonly Dictionary<string, (string Nonce, string Challenge)> codes = [];

    /// <summary>Where it stands.</summary>
    public string Address => app.Address().ToString().TrimEnd('/');

    /// <summary>What it says that the person may do.</summary>
    public string[] Roles { get; set; } = ["engagement-editor"];

    /// <summary>The settings that make the dashboard trust it.</summary>
    public (string Path, string Value)[] Settings =>
    [
        ("Engagement:Oidc:Authority", Address), ("Engagement:Oidc:ClientId", "engagement"), ("Engagement:Oidc:ClientSecret", "a secret"), ("Engagement:Oidc:Name", "House account"),
    ];

    public static async Task<FakeIdentityProvider> Start()
    {
        var provider = new FakeIdentityProvider();
        provider.app.MapGet("/.well-known/openid-configuration", () => Results.Json(new
        {
            issuer = provider.Address, authorization_endpoint = provider.Address + "/authorize", token_endpoint = provider.Address + "/token",
            jwks_uri = provider.Address + "/keys", response_types_supported = new[] { "code" }, subject_types_supported = new[] { "public" },
            id_token_signing_alg_values_supported = new[] { "RS256" },
        }));
        provider.app.MapGet("/keys", () => Results.Json(new { keys = new[] { provider.PublicKey() } }));
        provider.app.MapGet("/authorize", (string nonce, string state, string redirect_uri, string code_challenge) => provider.Authorize(nonce, state, redirect_uri, code_challenge));
        provider.app.MapPost("/token", (HttpRequest request) => provider.Token(request));
        await provider.app.StartAsync();
        return provider;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        rsa.Dispose();
    }

    IResult Authorize(string nonce, string state, string redirect, string challenge)
    {
        var code = Guid.NewGuid().ToString("N");
        codes[code] = (nonce, challenge);
        return Results.Redirect($"{redirect}?code={code}&state={Uri.EscapeDataString(state)}");
    }

    async Task<IResult> Token(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        var known = codes.Remove(form["code"].ToString(), out var asked);
        var proof = Base64UrlEncoder.Encode(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(form["code_verifier"].ToString())));
        if (!known || proof != asked.Challenge || form["client_secret"] != "a secret")
        {
            return Results.BadRequest(new { error = "invalid_grant" });
        }

        var token = new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Address, Audience = "engagement", Expires = TimeProvider.System.GetUtcNow().AddMinutes(5).UtcDateTime,
            Claims = new Dictionary<string, object> { ["sub"] = "4711", ["name"] = "Olga Single", ["nonce"] = asked.Nonce, ["roles"] = Roles },
            SigningCredentials = new(new RsaSecurityKey(rsa) { KeyId = "one" }, SecurityAlgorithms.RsaSha256),
        });
        return Results.Json(new { access_token = "unused", token_type = "Bearer", expires_in = 300, id_token = token });
    }

    object PublicKey()
    {
        var key = rsa.ExportParameters(includePrivateParameters: false);
        return new { kty = "RSA", use = "sig", alg = "RS256", kid = "one", n = Base64UrlEncoder.Encode(key.Modulus), e = Base64UrlEncoder.Encode(key.Exponent) };
    }
}
