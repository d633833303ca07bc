namespace Engagement.Fakes.X;

/// <summary>Says who calls: OAuth 1.0a for the account itself, or a bearer token that somebody granted.</summary>
sealed class Identity(FakeXOptions options, SignatureCheck signatures, Tokens tokens, Refusal refusal)
{
    /// <summary>The refusal, with the true reason that X keeps to itself; null where the caller may.</summary>
    public (Reply Refusal, string Why)? Problem(HttpRequest request, Call call, byte[] body)
    {
        var authorization = request.Headers.Authorization.ToString();
        if (authorization.StartsWith("OAuth ", StringComparison.OrdinalIgnoreCase))
        {
            if (signatures.Problem(request, authorization, body) is { } doubt)
                return (refusal.Unauthorized(), doubt);

            return options.ReadOnlyApp && IsWrite(call) ? (refusal.AppIsReadOnly(), "the app may only read") : null;
        }

        if (!authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            return (refusal.Unauthorized(), "there is no Authorization header");

        var bearer = authorization["Bearer ".Length..].Trim();
        if (bearer == options.AppOnlyToken)
            return (refusal.UnsupportedAuthentication(), "the token is the app's and not a user's");
        if (tokens.ScopesOf(bearer) is not { } scopes)
            return (refusal.Unauthorized(), "the bearer token is unknown, expired or revoked");

        return ScopesFor(call).FirstOrDefault(scope => !scopes.Contains(scope)) is { } missing
            ? (refusal.NotPermitted("You are not permitted to perform this action."), $"the scope {missing} was not granted")
            : null;
    }

    /// <summary>For which account a caller acts who may.</summary>
    public FakeAccount Caller(HttpRequest request) =>
        request.Headers.Authorization.ToString() is ['B' or 'b', ..] bearer ? tokens.By(bearer["Bearer ".Length..].Trim()) ?? options.Own : options.Own;

    static bool IsWrite(Call call) => call is Call.CreatePost or Call.DeletePost or Call.UploadMedia or Call.DescribeMedia;

    static string[] ScopesFor(Call call) => call switch
    {
        Call.CreatePost or Call.DeletePost => ["tweet.read", "tweet.write", "users.read"],
        Call.UploadMedia or Call.DescribeMedia => ["media.write"],
        _ => ["tweet.read", "users.read"],
    };
}
