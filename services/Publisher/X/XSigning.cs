namespace Engagement.Publisher.X;

/// <summary>Signs calls the way that the settings chose: by OAuth 1.0a, whose tokens last, or with the access token of OAuth 2.0.</summary>
sealed class XSigning(XOptions options, XTokens tokens, TimeProvider time)
{
    /// <summary>The Authorization header of a call, or why it cannot be made.</summary>
    public async Task<(string? Header, string? Problem)> Sign(HttpMethod method, Uri url)
    {
        if (!options.IsOAuth2)
        {
            return (OAuth1.Header(method, url, options, time.GetUtcNow()), null);
        }

        var (token, problem) = await tokens.Access();
        return (token is null ? null : $"Bearer {token}", problem);
    }

    /// <summary>Why no call can be made; null where one can.</summary>
    public async Task<string?> Problem() => options.IsOAuth2 ? (await tokens.Access()).Problem : null;

    /// <summary>X refused the credentials: gets newer ones where there are any. True where it is worth trying again.</summary>
    public async Task<bool> Renew()
    {
        if (!options.IsOAuth2)
        {
            return false;
        }

        var before = (await tokens.Access()).Token;
        return (await tokens.Access(refused: true)).Token is { } now && now != before;
    }
}
