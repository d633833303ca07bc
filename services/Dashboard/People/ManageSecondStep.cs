using System.Security.Claims;
using Engagement.Dashboard.Audit;
using Engagement.Dashboard.Layout;
using Engagement.Dashboard.SignIn;
using Engagement.Dashboard.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Engagement.Dashboard.People;

/// <summary>Turns a person's own second step on, once a code shows that their app has the secret, and off again with another code.</summary>
sealed class ManageSecondStep(PeopleStore people, SecondStep second, SignInGuard guard, AuditLog audit, Speech speech, IHttpContextAccessor accessor)
{
    const string Page = "/people";

    ClaimsPrincipal User => accessor.HttpContext!.User;

    string Name => User.Identity?.Name ?? "";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/people/second-step/on", ([FromForm] string? offer, [FromForm] string? code, ManageSecondStep manage) => manage.On(offer ?? "", code ?? ""));
        routes.MapPost("/people/second-step/off", ([FromForm] string? code, ManageSecondStep manage) => manage.Off(code ?? ""));
    }

    async Task<RedirectHttpResult> On(string offer, string code)
    {
        if (await people.Self(User) is not { SecondStep: null } known || second.Take(offer) is not { } secret)
        {
            return Say(false, "This form is too old");
        }

        if (!await second.Verify(known.Person.Id, secret, code))
        {
            return Say(false, "This code is not the one that the app shows now");
        }

        await people.SetSecondStep(Name, secret);
        await audit.Say("turned a second step on", Name);
        return Say(true, "Done: a code of the app is asked for at each sign-in");
    }

    async Task<RedirectHttpResult> Off(string code)
    {
        var tried = $"code:{Name.ToLowerInvariant()}";
        if (await people.Self(User) is not { SecondStep: { } secret } known || guard.Wait(tried, SignInGuard.Allowed) is not null || !await second.Verify(known.Person.Id, secret, code))
        {
            guard.Failed(tried);
            return Say(false, "This code is not the one that the app shows now");
        }

        await people.SetSecondStep(Name, null);
        await audit.Say("turned the second step off", Name);
        return Say(true, "Done: the password alone lets you in");
    }

    RedirectHttpResult Say(bool isGood, string what) => Go.Back(Page, new(isGood, speech[what]), accessor.HttpContext!);
}
