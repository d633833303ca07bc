using System.Net;
using System.Text;
using System.Text.Json;

namespace Engagement.Publisher.X;

/// <summary>What became of a request for tokens. A refresh token works once, so it matters whether X has seen it.</summary>
abstract record TokenAnswer
{
    /// <summary>Here they are; what was shown for them is used up.</summary>
    public sealed record Granted(TokenPair Pair) : TokenAnswer;

    /// <summary>X does not accept what was shown, and never will.</summary>
    public sealed record Refused(string Reason) : TokenAnswer;

    /// <summary>What was shown was not looked at, so it may be shown again.</summary>
    public sealed record NotNow(string Reason) : TokenAnswer;

    /// <summary>It may be used up, and what it was exchanged for is lost.</summary>
    public sealed record Unknown(string Reason) : TokenAnswer;
}

/// <summary>The calls of OAuth 2.0. None is ever repeated here: a refresh token shown twice ends the whole connection.</summary>
sealed class XTokenCalls(IHttpClientFactory clients, XOptions options, TimeProvider time)
{
    /// <summary>Exchanges what a person brought back for tokens.</summary>
    public Task<TokenAnswer> Redeem(string code, string verifier, string redirectUrl) => Ask("/2/oauth2/token",
        new() { ["grant_type"] = "authorization_code", ["code"] = code, ["redirect_uri"] = redirectUrl, ["code_verifier"] = verifier });

    /// <summary>Exchanges a refresh token for the next pair.</summary>
    public Task<TokenAnswer> Refresh(string refreshToken) => Ask("/2/oauth2/token",
        new() { ["grant_type"] = "refresh_token", ["refresh_token"] = refreshToken });

    /// <summary>Ends a connection; where X cannot be reached, its tokens end by themselves.</summary>
    public Task Revoke(string token) => Ask("/2/oauth2/revoke", new() { ["token"] = token });

    /// <summary>Takes no token of its caller: giving up midway would lose the answer, and with it the connection.</summary>
    async Task<TokenAnswer> Ask(string path, Dictionary<string, string> fields)
    {
        if (options.ClientSecret.Length == 0)
        {
            fields["client_id"] = options.ClientId;
        }

        using var encoded = new FormUrlEncodedContent(fields);
        var content = new OnceContent(await encoded.ReadAsByteArrayAsync(), "application/x-www-form-urlencoded");
        using var deadline = new CancellationTokenSource(options.Timeout, time);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(options.ApiUrl.TrimEnd('/') + path)) { Content = content };
            if (options.ClientSecret.Length > 0)
            {
                request.Headers.Authorization = new("Basic",
                    Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.ClientId}:{options.ClientSecret}")));
            }

            using var response = await clients.CreateClient(XClient.Http).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
            return Read(response.StatusCode, await XCalls.Body(response, deadline.Token));
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException)
        {
            var why = failure is OperationCanceledException ? $"no answer within {options.Timeout.TotalSeconds:0.#} s" : failure.Message.TrimEnd('.');
            return content.Began ? new TokenAnswer.Unknown($"The connection to X gave no answer ({why}).")
                : new TokenAnswer.NotNow($"X could not be reached ({why}).");
        }
    }

    TokenAnswer Read(HttpStatusCode status, string? body) => (int)status switch
    {
        200 when TokenPair.Read(body, time.GetUtcNow()) is { } pair => new TokenAnswer.Granted(pair),
        200 => new TokenAnswer.Unknown("X exchanged the token, but its answer cannot be read."),
        400 when Error(body) is ("invalid_request" or "invalid_grant", var said) => new TokenAnswer.Refused($"X answered 400: {said}"),
        // Refused before the token was looked at: wrong client credentials, a block page, too many requests, a storm.
        >= 400 and < 500 => new TokenAnswer.NotNow($"X answered {(int)status}: {Error(body).Said}"),
        _ => new TokenAnswer.Unknown($"X answered {(int)status}."),
    };

    static (string Kind, string Said) Error(string? body)
    {
        try
        {
            using var json = JsonDocument.Parse(body ?? "");
            var kind = json.RootElement.GetProperty("error").GetString() ?? "";
            var said = json.RootElement.TryGetProperty("error_description", out var text) ? text.GetString() ?? kind : kind;
            return (kind, said.Length > 300 ? said[..300] : said);
        }
        catch (Exception unreadable) when (unreadable is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return ("", "without a reason.");
        }
    }
}
