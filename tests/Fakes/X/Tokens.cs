using System.Security.Cryptography;
using System.Text;

namespace Engagement.Fakes.X;

/// <summary>
/// OAuth 2.0's codes and tokens. A refresh token works once: whoever shows it again, thief or lost answer, ends the whole family.
/// </summary>
sealed class Tokens(FakeXOptions options)
{
    static readonly TimeSpan RefreshLife = TimeSpan.FromDays(182);
    static readonly TimeSpan CodeLife = TimeSpan.FromSeconds(30);

    readonly Lock gate = new();
    readonly Dictionary<string, Code> codes = [];
    readonly Dictionary<string, Token> access = [];
    readonly Dictionary<string, Token> refresh = [];
    readonly HashSet<int> dead = [];
    int families;

    DateTimeOffset Now => options.Time.GetUtcNow();

    /// <summary>A code for what a person has just allowed.</summary>
    public string Grant(FakeAccount by, string scope, string redirectUri, string challenge, bool isHashed)
    {
        lock (gate)
        {
            var code = New("code");
            codes[code] = new Code(by, scope, redirectUri, challenge, isHashed, Now + CodeLife);
            return code;
        }
    }

    /// <summary>Tokens for a code, or why not, in X's words.</summary>
    public (Pair? Pair, string? Problem) Redeem(string code, string redirectUri, string verifier)
    {
        lock (gate)
        {
            if (!codes.Remove(code, out var granted) || granted.Expires <= Now)
                return (null, "Value passed for the authorization code was invalid.");
            if (granted.RedirectUri != redirectUri)
                return (null, "Value passed for the redirect uri did not match the uri of the authorization code.");
            if (granted.Challenge != (granted.IsHashed ? Hash(verifier) : verifier))
                return (null, "Value passed for the code verifier did not match the code challenge.");

            return (Issue(++families, granted.By, granted.Scope), null);
        }
    }

    /// <summary>New tokens for a refresh token, which is used up by it; null where it is unknown, old, used or of a dead family.</summary>
    public Pair? Rotate(string refreshToken)
    {
        lock (gate)
        {
            if (!refresh.TryGetValue(refreshToken, out var token) || token.Expires <= Now || dead.Contains(token.Family))
                return null;

            if (token.IsUsed)
            {
                dead.Add(token.Family);
                return null;
            }

            refresh[refreshToken] = token with { IsUsed = true };
            return Issue(token.Family, token.By, token.Scope);
        }
    }

    /// <summary>Tokens as if somebody had just gone through the pages.</summary>
    public Pair Issue(string scope)
    {
        lock (gate)
        {
            return Issue(++families, options.Own, scope);
        }
    }

    /// <summary>Ends the family of a token.</summary>
    public void Revoke(string token)
    {
        lock (gate)
        {
            if (access.TryGetValue(token, out var known) || refresh.TryGetValue(token, out known))
            {
                dead.Add(known.Family);
            }
        }
    }

    /// <summary>What the bearer may do; null where the token is worth nothing.</summary>
    public string[]? ScopesOf(string accessToken)
    {
        lock (gate)
        {
            return access.TryGetValue(accessToken, out var token) && token.Expires > Now && !dead.Contains(token.Family)
                ? token.Scope.Split(' ')
                : null;
        }
    }

    /// <summary>Who allowed it; null where the token is not known.</summary>
    public FakeAccount? By(string accessToken)
    {
        lock (gate)
        {
            return access.GetValueOrDefault(accessToken)?.By;
        }
    }

    Pair Issue(int family, FakeAccount by, string scope)
    {
        var pair = new Pair(New("access"), scope.Split(' ').Contains("offline.access") ? New("refresh") : null, scope);
        access[pair.Access] = new Token(family, by, scope, Now + options.AccessTokenLife, IsUsed: false);
        if (pair.Refresh is not null)
        {
            refresh[pair.Refresh] = new Token(family, by, scope, Now + RefreshLife, IsUsed: false);
        }

        return pair;
    }

    static string New(string kind) => $"{kind}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}";

    static string Hash(string verifier) => Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)))
        .TrimEnd('=').Replace('+', '-').Replace('/', '_');

    sealed record Code(FakeAccount By, string Scope, string RedirectUri, string Challenge, bool IsHashed, DateTimeOffset Expires);

    sealed record Token(int Family, FakeAccount By, string Scope, DateTimeOffset Expires, bool IsUsed);
}

/// <summary>An access token and, where offline.access was granted, a refresh token.</summary>
sealed record Pair(string Access, string? Refresh, string Scope);
