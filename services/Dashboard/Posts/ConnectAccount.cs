using System.Text.Json;
using Engagement.Dashboard.Api;
using Engagement.Dashboard.Audit;
using Engagement.Dashboard.Layout;
using Engagement.Dashboard.Words;
using Engagement.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Engagement.Dashboard.Posts;

/// <summary>
/// Checks, connects and disconnects the account on X. The way to X is a link and no redirect of a form, because the pages forbid forms that lead elsewhere.
/// </summary>
sealed class ConnectAccount(AccountApi account, AuditLog audit, Speech speech, IHttpContextAccessor accessor)
{
    public const string Page = "/posts/account";
    const string Way = "x-connection";

    HttpContext Http => accessor.HttpContext!;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(Page + "/check", (ConnectAccount use) => use.Check());
        routes.MapPost(Page + "/connect", (ConnectAccount use) => use.Connect());
        routes.MapPost(Page + "/disconnect", (ConnectAccount use) => use.Disconnect());
    }

    /// <summary>The connection that was begun a moment ago; null where none was.</summary>
    public static AccountConnection? Begun(HttpContext http) =>
        OneTimeSecret.Take(http, Way, Page) is { } json ? JsonSerializer.Deserialize<AccountConnection>(json, Json.Options) : null;

    /// <summary>How X's way back ended, in words; null where it led to no end that we know.</summary>
    public static (bool IsGood, string Title, string Detail)? Ended(string? slug) => slug switch
    {
        "connected" => (true, "The account is connected", "Posts go out from it from now on."),
        "not-allowed" => (false, "The account was not connected", "It was not allowed on X, so nothing has changed."),
        "scope-missing" => (false, "X allowed too little", "Give the app permission to read and write in X's developer console, then connect again."),
        "another-account" => (false, "That is another account", "Sign in to X as the account that posted so far, or disconnect it first."),
        "refused" => (false, "X did not connect the account", "Check the client id and secret in the settings, then connect again."),
        "no-answer" => (false, "X did not answer", "Connect again in a moment."),
        _ => null,
    };

    async Task<RedirectHttpResult> Check()
    {
        var answer = await account.Check();
        return Go.Back(Page, answer.Value is { Problem: { } problem } view ? new(false, problem, view.Advice ?? "") : Notice.Of(answer.Problem, speech["X accepts the credentials"]), Http);
    }

    async Task<RedirectHttpResult> Connect()
    {
        var answer = await account.Connect(Page);
        if (answer.Value is not { } begun)
        {
            return Go.Back(Page, Notice.Of(answer.Problem, ""), Http);
        }

        await audit.Say("began to connect the account", "x");
        OneTimeSecret.Send(Http, Way, Page, JsonSerializer.Serialize(begun, Json.Options));
        return Go.Back(Page);
    }

    async Task<RedirectHttpResult> Disconnect()
    {
        var answer = await account.Disconnect();
        if (answer.Problem is null)
        {
            await audit.Say("disconnected the account", "x");
        }

        return Go.Back(Page, Notice.Of(answer.Problem, speech["The account is disconnected: nothing is posted"]), Http);
    }
}
