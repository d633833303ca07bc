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

/// <summary>Lets people in, takes their way in, and changes passwords: an admin everybody's, a person their own.</summary>
sealed class ManagePeople(PeopleStore people, AuditLog audit, Speech speech, IHttpContextAccessor accessor)
{
    const string Page = "/people";
    const int ShortestPassword = 12;

    HttpContext Http => accessor.HttpContext!;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/people", ([FromForm] string? name, [FromForm] string? role, [FromForm] string? password, ManagePeople manage) => manage.Put(name, role, password)).ForAdmins(Page);
        routes.MapPost("/people/remove", ([FromForm] string? name, ManagePeople manage) => manage.Remove(name ?? "")).AskedByName().ForAdmins(Page);
        routes.MapPost("/people/password", ([FromForm] string? old, [FromForm] string? password, ManagePeople manage) => manage.Change(old ?? "", password ?? ""));
    }

    async Task<RedirectHttpResult> Put(string? name, string? role, string? password)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > 60 || name.StartsWith("eng_", StringComparison.Ordinal) || name.TrimStart().StartsWith(PeopleStore.External, StringComparison.OrdinalIgnoreCase) || role is null || !PeopleStore.Roles.ContainsKey(role))
        {
            return Say(false, "A person needs a name of at most 60 characters and a role");
        }

        if (IsWeak(password))
        {
            return Say(false, "A password has 12 to 200 characters");
        }

        await people.Put(name, role, password!);
        await audit.Say("let somebody in", $"{name.Trim()} ({role})");
        return Say(true, "Done: they can sign in with this name and password");
    }

    async Task<RedirectHttpResult> Remove(string name)
    {
        if (!await people.Remove(name))
        {
            return Say(false, "There is no such person");
        }

        await audit.Say("shut somebody out", name);
        return Say(true, "Done: their sessions have ended");
    }

    async Task<RedirectHttpResult> Change(string old, string password)
    {
        var name = Http.User.Identity?.Name ?? "";
        if (IsWeak(password))
        {
            return Say(false, "A password has 12 to 200 characters");
        }

        if (await people.Verify(name, old) is null)
        {
            return Say(false, "That is not your password, so nothing was changed");
        }

        await people.SetPassword(name, password);
        await audit.Say("changed their password", name);
        return Say(true, "Your password is changed");
    }

    static bool IsWeak(string? password) => password is not { Length: >= ShortestPassword and <= 200 };

    RedirectHttpResult Say(bool isGood, string what) => Go.Back(Page, new(isGood, speech[what]), Http);
}
