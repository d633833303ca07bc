using Engagement.Dashboard.Audit;
using Engagement.Dashboard.Layout;
using Engagement.Dashboard.People;
using Engagement.Dashboard.Words;
using Engagement.Platform.Http;
using Engagement.Platform.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using StackExchange.Redis;

namespace Engagement.Dashboard.SignIn;

/// <summary>Lets in whoever has a key, or a name and its password. What is wrong costs one of a few tries, and the answer never tells which of both it was.</summary>
sealed class SignInPerson(ApiKeys keys, PeopleStore people, SecondStep second, SignInGuard guard, AuditLog audit, Speech speech, IHttpContextAccessor accessor)
{
    HttpContext Http => accessor.HttpContext!;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/sign-in", ([FromForm] string? name, [FromForm] string? key, [FromForm] string? to, SignInPerson use) => use.Handle(name?.Trim() ?? "", key?.Trim() ?? "", to));
        routes.MapPost("/sign-in/code", ([FromForm] string? code, [FromForm] string? to, SignInPerson use) => use.Finish(code ?? "", to));
    }

    async Task<RedirectHttpResult> Handle(string name, string secret, string? to)
    {
        var address = SignInGuard.Of(Http.Connection.RemoteIpAddress);
        var known = $"name:{name[..Math.Min(name.Length, 60)].ToLowerInvariant()}";
        if ((guard.Wait(address, SignInGuard.Allowed) ?? (name.Length > 0 ? guard.Wait(known, SignInGuard.AllowedForName) : null)) is { } wait)
        {
            return Refuse(to, speech["Too many wrong keys"], speech["Try again in {0} min.", Math.Ceiling(wait.TotalMinutes)]);
        }

        try
        {
            var person = name.Length == 0 || secret.Length > 200 ? null : await people.Verify(name, secret);
            var key = name.Length == 0 ? secret : person?.Key ?? "";
            if (key.Length is 0 or > 500 || await keys.Find(key) is not { } holder)
            {
                guard.Failed(address);
                guard.Failed(known);
                return name.Length == 0
                    ? Refuse(to, speech["This key opens nothing"], speech["The program printed it at its first start; another is made with a key that has the scope admin."])
                    : Refuse(to, speech["This name and password do not belong together"], speech["An admin can give you another password on the page People."]);
            }

            if (person?.SecondStep is not null)
            {
                second.Begin(Http, name);
                return Go.Back($"/?to={Uri.EscapeDataString(LocalPath.Of(to))}");
            }

            guard.Succeeded(address);
            await Session.Begin(Http, holder, key);
            await audit.Say("signed in", holder.Id, holder.Name);
            return Go.Back(to);
        }
        catch (Exception away) when (away is RedisException or TimeoutException)
        {
            return Refuse(to, speech["The ledger cannot be reached, so nobody can sign in"], speech["Check Engagement__Store and that Redis runs."]);
        }
    }

    /// <summary>The second step of those who have one. The same few tries count for it.</summary>
    async Task<RedirectHttpResult> Finish(string code, string? to)
    {
        var address = SignInGuard.Of(Http.Connection.RemoteIpAddress);
        if (second.Pending(Http) is not { } name)
        {
            return Refuse(to, speech["That took too long"], speech["Sign in again."]);
        }

        var known = $"name:{name.ToLowerInvariant()}";
        if ((guard.Wait(address, SignInGuard.Allowed) ?? guard.Wait(known, SignInGuard.AllowedForName)) is { } wait)
        {
            return Refuse(to, speech["Too many wrong keys"], speech["Try again in {0} min.", Math.Ceiling(wait.TotalMinutes)]);
        }

        if (await people.Known(name) is not { SecondStep: { } secret } person || !await second.Verify(person.Person.Id, secret, code) || await keys.Find(person.Key) is not { } holder)
        {
            guard.Failed(address);
            guard.Failed(known);
            return Refuse(to, speech["This code is not the one that the app shows now"], speech["Each code works once. Wait for the next one."]);
        }

        guard.Succeeded(address);
        SecondStep.End(Http);
        await Session.Begin(Http, holder, person.Key);
        await audit.Say("signed in", holder.Id, holder.Name);
        return Go.Back(to);
    }

    RedirectHttpResult Refuse(string? to, string title, string detail) =>
        Go.Back($"/?to={Uri.EscapeDataString(LocalPath.Of(to))}", new(false, title, detail), Http);
}
