namespace Engagement.Dashboard.Api;

/// <summary>The account that articles are posted from, as Publisher sees it.</summary>
public sealed record PostingAccount
{
    /// <summary>oauth1, oauth2 or none.</summary>
    public string Signing { get; init; } = "none";

    /// <summary>Works, Unchecked, Dry, NotConnected, Paused, Limited or Silent.</summary>
    public string State { get; init; } = "Dry";

    public string? Username { get; init; }
    public string? DisplayName { get; init; }
    public string? Url { get; init; }
    public DateTimeOffset? CheckedAt { get; init; }
    public string? Problem { get; init; }
    public string? Advice { get; init; }
    public DateTimeOffset? Since { get; init; }
    public DateTimeOffset? Until { get; init; }
    public bool CanConnect { get; init; }
    public DateTimeOffset? TokenExpiresAt { get; init; }

    public bool IsWell => State is "Works" or "Unchecked" or "Dry";
}

/// <summary>How a connection goes on.</summary>
/// <param name="AuthorizeUrl">Where a person who is signed in to X as the account allows the app.</param>
/// <param name="RedirectUrl">Where X leads back to.</param>
public sealed record AccountConnection(string AuthorizeUrl, string RedirectUrl);

/// <summary>The account on X: look, check, connect, disconnect.</summary>
sealed class AccountApi(ApiClient api)
{
    public Task<Answer<PostingAccount>> Look() => api.Get<PostingAccount>("publisher", "/api/x/account");

    /// <summary>Asks X itself.</summary>
    public Task<Answer<PostingAccount>> Check() => api.Post<PostingAccount>("publisher", "/api/x/account/check", new { });

    public Task<Answer<AccountConnection>> Connect(string returnTo) => api.Post<AccountConnection>("publisher", "/api/x/connect", new { returnTo });

    public Task<Answer<Nothing>> Disconnect() => api.Post<Nothing>("publisher", "/api/x/disconnect", new { });
}
