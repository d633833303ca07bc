using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace Engagement.Fakes.X;

/// <summary><c>POST /2/oauth2/token</c> and <c>/revoke</c>: a code or a refresh token becomes a pair; a token ends.</summary>
sealed class ExchangeToken(FakeXOptions options, Tokens tokens)
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/2/oauth2/token", (HttpContext http, Gate gate, ExchangeToken exchange) => gate.Pass(http, Call.ExchangeToken, exchange.Answer));
        routes.MapPost("/2/oauth2/revoke", (HttpContext http, Gate gate, ExchangeToken exchange) => gate.Pass(http, Call.RevokeToken, exchange.Revoke));
    }

    Reply Answer(HttpContext http, byte[] body)
    {
        var form = QueryHelpers.ParseQuery(Encoding.UTF8.GetString(body)).ToDictionary(field => field.Key, field => field.Value.ToString());
        string Field(string name) => form.GetValueOrDefault(name, "");
        if (!IsClient(http.Request, Field("client_id")))
            return Problem(401, "unauthorized_client", "Missing valid authorization header");

        if (Field("grant_type") == "authorization_code")
        {
            var (pair, problem) = tokens.Redeem(Field("code"), Field("redirect_uri"), Field("code_verifier"));
            return pair is null ? Problem(400, "invalid_request", problem!) : Show(pair);
        }

        return Field("grant_type") != "refresh_token" ? Problem(400, "unsupported_grant_type", "The grant type is not supported.")
            : tokens.Rotate(Field("refresh_token")) is { } rotated ? Show(rotated)
            : Problem(400, "invalid_request", "Value passed for the token was invalid.");
    }

    Reply Revoke(HttpContext http, byte[] body)
    {
        var form = QueryHelpers.ParseQuery(Encoding.UTF8.GetString(body));
        if (!IsClient(http.Request, form.TryGetValue("client_id", out var id) ? id.ToString() : ""))
            return Problem(401, "unauthorized_client", "Missing valid authorization header");

        tokens.Revoke(form.TryGetValue("token", out var token) ? token.ToString() : "");
        return Reply.Json(200, new JsonObject { ["revoked"] = true });
    }

    bool IsClient(HttpRequest request, string clientId) => options.ClientSecret is null
        ? clientId == options.ClientId
        : request.Headers.Authorization == "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.ClientId}:{options.ClientSecret}"));

    Reply Show(Pair pair)
    {
        var answer = new JsonObject
        {
            ["token_type"] = "bearer",
            ["expires_in"] = (int)options.AccessTokenLife.TotalSeconds,
            ["access_token"] = pair.Access,
            ["scope"] = pair.Scope,
        };
        if (pair.Refresh is not null)
        {
            answer["refresh_token"] = pair.Refresh;
        }

        return Reply.Json(200, answer);
    }

    static Reply Problem(int status, string error, string description) =>
        Reply.Json(status, new JsonObject { ["error"] = error, ["error_description"] = description });
}
