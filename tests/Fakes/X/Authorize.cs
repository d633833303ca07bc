using System.Net;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace Engagement.Fakes.X;

/// <summary><c>/i/oauth2/authorize</c>: the page where a person allows an app to act for the account, and the way back from it.</summary>
static class Authorize
{
    static readonly string[] Asked = ["response_type", "client_id", "redirect_uri", "scope", "state", "code_challenge", "code_challenge_method"];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/i/oauth2/authorize", (HttpContext http, FakeXOptions options) =>
            Problem(http.Request.Query, options) is { } problem ? Results.Text(problem, statusCode: 400) : Ask(http.Request.Query, options));
        routes.MapPost("/i/oauth2/authorize", (HttpContext http, FakeXOptions options, Tokens tokens) =>
            Problem(http.Request.Query, options) is { } problem ? Results.Text(problem, statusCode: 400) : Return(http.Request.Query, options, tokens));
    }

    static string? Problem(IQueryCollection query, FakeXOptions options) =>
        query["response_type"] != "code" ? "response_type must be code"
        : query["client_id"] != options.ClientId ? "client_id is not that of this app"
        : !options.RedirectUris.Contains(query["redirect_uri"].ToString()) ? "redirect_uri is not exactly one that the app has named"
        : query["state"].ToString() is not { Length: > 0 and <= 500 } ? "state must have 1 to 500 characters"
        : query["code_challenge"].ToString() is not { Length: > 0 } ? "code_challenge is missing"
        : query["code_challenge_method"].FirstOrDefault("plain") is not ("S256" or "plain") ? "code_challenge_method must be S256 or plain"
        : query["scope"].ToString() is not { Length: > 0 } ? "scope is missing"
        : null;

    static IResult Ask(IQueryCollection query, FakeXOptions options)
    {
        var again = QueryHelpers.AddQueryString("/i/oauth2/authorize", Asked.Where(query.ContainsKey).ToDictionary(name => name, name => (string?)query[name]));
        return Results.Text($"""
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>Authorize · fake X</title><link rel="stylesheet" href="/timeline.css"></head>
            <body><header><h1>An app wants to act for @{WebUtility.HtmlEncode(options.Username)}</h1><p>{WebUtility.HtmlEncode(query["scope"])}</p></header>
            <form method="post" action="{WebUtility.HtmlEncode(again)}"><button>Authorize app</button></form>
            <form method="post" action="{WebUtility.HtmlEncode(again + "&as=other")}"><button>Authorize app as @{WebUtility.HtmlEncode(options.Other.Username)}</button></form>
            <form method="post" action="{WebUtility.HtmlEncode(again + "&verdict=cancel")}"><button>Cancel</button></form>
            </body></html>
            """, "text/html", Encoding.UTF8);
    }

    static IResult Return(IQueryCollection query, FakeXOptions options, Tokens tokens)
    {
        string back = query["redirect_uri"]!, state = query["state"]!;
        return Results.Redirect(query["verdict"] == "cancel"
            ? QueryHelpers.AddQueryString(back, new Dictionary<string, string?> { ["error"] = "access_denied", ["state"] = state })
            : QueryHelpers.AddQueryString(back, new Dictionary<string, string?>
            {
                ["state"] = state,
                ["code"] = tokens.Grant(query["as"] == "other" ? options.Other : options.Own, query["scope"]!, back, query["code_challenge"]!, query["code_challenge_method"] == "S256"),
            }));
    }
}
