using System.Net;
using Engagement.Platform.Http;
using Engagement.Platform.Keys;
using Engagement.Platform.Settings;
using Engagement.Publisher.X;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;

namespace Engagement.Publisher;

/// <param name="ReturnTo">A page of this program, such as <c>/site</c>, to which the person is led afterwards, with <c>?x=connected</c> or
/// <c>?x={problem}</c>. Empty: a page that says how it went.</param>
sealed record ConnectionRequest(string? ReturnTo);

/// <param name="AuthorizeUrl">Where a person who is signed in to X as the account allows the app.</param>
/// <param name="RedirectUrl">Where X leads back to; the app's settings on X must list exactly this.</param>
/// <param name="ExpiresAt">Until when that person has time.</param>
sealed record ConnectionStart(string AuthorizeUrl, string RedirectUrl, DateTimeOffset ExpiresAt);

/// <summary>Connects the account by OAuth 2.0: an administrator asks for an address, allows the app there, and X leads back here.</summary>
static class ConnectAccount
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/x/connect", (ConnectionRequest? body, HttpRequest request, Connecting connecting) => connecting.Begin(body?.ReturnTo, request))
            .WithSummary("Begin to connect the account: the address at which a person allows the app").Produces<ConnectionStart>().RequireScope("admin");
        routes.MapPost("/api/x/disconnect", (Connecting connecting, CancellationToken cancellation) => connecting.Disconnect(cancellation))
            .WithSummary("Forget the account's tokens, and end them on X").Produces<AccountView>().RequireScope("admin");
        // Open to all: the state, which nobody can guess and which counts once, is the key.
        routes.MapGet("/x/callback", async (HttpRequest request, Connecting connecting, CancellationToken cancellation) =>
            Answer(await connecting.Return(request.Query, cancellation))).ExcludeFromDescription();
    }

    static IResult Answer(ConnectionEnd end) => end.ReturnTo is { } page
        ? TypedResults.Redirect(QueryHelpers.AddQueryString(page, "x", end.Slug))
        : TypedResults.Content($"""
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{Html(end.Title)}</title></head>
            <body style="font-family:system-ui;max-width:36rem;margin:3rem auto;padding:0 1rem"><h1>{Html(end.Title)}</h1><p>{Html(end.Detail)}</p></body></html>
            """, "text/html; charset=utf-8", statusCode: end.Slug == "connected" ? 200 : 400);

    static string Html(string text) => WebUtility.HtmlEncode(text);
}

/// <summary>How a connection ended, in words.</summary>
sealed record ConnectionEnd(string? ReturnTo, string Slug, string Title, string Detail);

/// <summary>The two halves of connecting, before and after X.</summary>
sealed class Connecting(PendingConnections pending, XTokenCalls calls, TokenStore tokens, XCalls api, XAccount account, AccountCheck check,
    PostDueArticles sender, XOptions options, SiteOptions site, TimeProvider time)
{
    public async Task<IResult> Begin(string? returnTo, HttpRequest request)
    {
        if (!options.IsOAuth2)
        {
            return Problems.Conflict("not-by-oauth2", "The account is not connected this way",
                "Set Engagement__X__ClientId (and ClientSecret, unless the app is a public client) in place of the four other credentials, and start again.");
        }

        if (returnTo is not null && !LocalPath.Is(returnTo))
        {
            return Problems.BadRequest("bad-return", "returnTo is no page of this program", "Send a path such as \"/site\", or leave it out.");
        }

        var back = options.RedirectUrl.Length > 0 ? options.RedirectUrl
            : site.PublicUrl.Length > 0 ? $"{site.PublicUrl.TrimEnd('/')}/x/callback" : $"{request.Scheme}://{request.Host}/x/callback";
        var (state, challenge) = await pending.Begin(back, returnTo is null ? null : LocalPath.Of(returnTo));
        return TypedResults.Ok(new ConnectionStart(QueryHelpers.AddQueryString(options.AuthorizeUrl, new Dictionary<string, string?>
        {
            ["response_type"] = "code",
            ["client_id"] = options.ClientId,
            ["redirect_uri"] = back,
            ["scope"] = TokenPair.Scopes,
            ["state"] = state,
            ["code_challenge"] = challenge,
            ["code_challenge_method"] = "S256",
        }), back, time.GetUtcNow() + PendingConnections.Life));
    }

    public async Task<ConnectionEnd> Return(IQueryCollection query, CancellationToken cancellation)
    {
        if (!options.IsOAuth2 || await pending.End(query["state"].ToString()) is not { } begun)
        {
            return new(null, "unknown-state", "This link is not valid any more", "It counts once, for ten minutes. Begin again to connect the account.");
        }

        if (query["code"].ToString() is not { Length: > 0 and <= 2000 } code)
        {
            return new(begun.ReturnTo, "not-allowed", "The account was not connected", "You did not allow it on X, so nothing has changed.");
        }

        return await calls.Redeem(code, begun.Verifier, begun.RedirectUrl) switch
        {
            TokenAnswer.Granted granted => await Keep(granted.Pair, begun.ReturnTo, cancellation),
            TokenAnswer.Refused refused => new(begun.ReturnTo, "refused", "X did not connect the account", $"{refused.Reason} Begin again."),
            TokenAnswer.NotNow later => new(begun.ReturnTo, "refused", "X did not connect the account",
                $"{later.Reason} Check Engagement__X__ClientId and ClientSecret, then begin again."),
            _ => new(begun.ReturnTo, "no-answer", "X did not answer", "Begin again in a moment."),
        };
    }

    async Task<ConnectionEnd> Keep(TokenPair pair, string? returnTo, CancellationToken cancellation)
    {
        if (TokenPair.Scopes.Split(' ').Except(pair.Scope.Split(' ')).ToList() is { Count: > 0 } missing)
        {
            await calls.Revoke(pair.Access);
            return new(returnTo, "scope-missing", "X allowed too little",
                $"Posting needs {string.Join(", ", missing)} too: give the app permission to read and write in X's developer console, then begin again.");
        }

        var (_, body) = await api.Send(HttpMethod.Get, "/2/users/me", null, cancellation, pair.Access);
        var (user, known) = (XUser.Read(body, time.GetUtcNow()), await account.User());
        if (user is not null && known is not null && user.Id != known.Id)
        {
            // What is in doubt is looked up on the timeline of the account: on another's it would seem absent and be posted again.
            await calls.Revoke(pair.Access);
            return new(returnTo, "another-account", "That is another account", $"You allowed it as @{user.Username}, but posts go out from @{known.Username}. "
                + "Sign in to X as that one, or disconnect it first.");
        }

        await tokens.Replace(pair);
        if (user is not null)
        {
            await account.Remember(user);
        }

        await account.Resume();
        sender.Ring();
        return new(returnTo, "connected", user is null ? "The account is connected" : $"@{user.Username} is connected", "You can close this page.");
    }

    public async Task<IResult> Disconnect(CancellationToken cancellation)
    {
        if ((await tokens.Read()).Pair is { } pair)
        {
            await calls.Revoke(pair.Refresh.Length > 0 ? pair.Refresh : pair.Access);
        }

        await tokens.Forget();
        await account.ForgetUser();
        return TypedResults.Ok(await check.Look(cancellation));
    }
}
