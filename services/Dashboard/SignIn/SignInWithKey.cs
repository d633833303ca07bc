using Engagement.Dashboard.Audit;
using Engagement.Dashboard.Layout;
using Engagement.Dashboard.Words;
using Engagement.Platform.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using StackExchange.Redis;

namespace Engagement.Dashboard.SignIn;

/// <summary>Lets whoever has a key in. A wrong key costs one of five tries.</summary>
static class SignInWithKey
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/sign-in", Handle);

    static async Task<RedirectHttpResult> Handle([FromForm] string? key, [FromForm] string? to, HttpContext http,
        ApiKeys keys, SignInGuard guard, AuditLog audit, Speech speech)
    {
        var address = http.Connection.RemoteIpAddress;
        if (guard.Wait(address) is { } wait)
        {
            return Refuse(speech["Too many wrong keys"], speech["Try again in {0} min.", Math.Ceiling(wait.TotalMinutes)]);
        }

        try
        {
            key = key?.Trim() ?? "";
            if (key.Length is 0 or > 500 || await keys.Find(key) is not { } holder)
            {
                guard.Failed(address);
                return Refuse(speech["This key opens nothing"],
                    speech["The program printed it at its first start; another is made with a key that has the scope admin."]);
            }

            guard.Succeeded(address);
            await Session.Begin(http, holder, key);
            await audit.Say("signed in", holder.Id, holder.Name);
            return Go.Back(to);
        }
        catch (Exception away) when (away is RedisException or TimeoutException)
        {
            return Refuse(speech["The ledger cannot be reached, so nobody can sign in"], speech["Check Engagement__Store and that Redis runs."]);
        }

        RedirectHttpResult Refuse(string title, string detail) =>
            Go.Back($"/?to={Uri.EscapeDataString(Go.Local(to))}", new(false, title, detail), http);
    }
}
