using Engagement.Dashboard.Audit;
using Engagement.Dashboard.Layout;
using Engagement.Dashboard.SignIn;
using Engagement.Dashboard.Words;
using Engagement.Platform.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Engagement.Dashboard.People;

/// <summary>Makes links that only look, ends them, and lets in whoever comes by one.</summary>
sealed class ManageShareLinks(ShareLinks links, ApiKeys keys, AuditLog audit, Speech speech, TimeProvider time, IHttpContextAccessor accessor)
{
    public const string Page = "/people";
    public const string Secret = "share-link";
    const int LongestDays = 365;

    /// <summary>Where a link can lead.</summary>
    public static readonly IReadOnlyList<(string Path, string Name)> Pages = [("/", "Now"), ("/?kiosk=1", "Wall"), ("/articles", "Articles"), ("/leaders", "Leaders")];

    static readonly TimeSpan LongestSession = TimeSpan.FromHours(12);

    HttpContext Http => accessor.HttpContext!;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/people/links", ([FromForm] string? name, [FromForm] string? path, [FromForm] int? days, ManageShareLinks manage) => manage.Make(name?.Trim() ?? "", path, days ?? 0)).ForAdmins(Page);
        routes.MapPost("/people/links/{id}/end", (string id, ManageShareLinks manage) => manage.End(id)).AskedByName().ForAdmins(Page);
    }

    /// <summary>The link itself, for whoever is not signed in.</summary>
    public static void MapOpen(IEndpointRouteBuilder routes) => routes.MapGet("/s/{token}", (string token, ManageShareLinks manage) => manage.Open(token));

    async Task<RedirectHttpResult> Make(string name, string? path, int days)
    {
        if (name.Length is 0 or > 60 || Pages.All(page => page.Path != path) || days is < 1 or > LongestDays)
        {
            return Say(false, "A link needs a name, a page and 1 to 365 days");
        }

        if (await links.Make(name, path!, TimeSpan.FromDays(days)) is not { } token)
        {
            return Say(false, "There are too many links: end one first");
        }

        await audit.Say("made a link to share", $"{name}, {days} d");
        OneTimeSecret.Send(Http, Secret, Page, token);
        return Go.Back($"{Page}#links");
    }

    async Task<RedirectHttpResult> End(string id)
    {
        if (!await links.End(id))
        {
            return Say(false, "There is no such link");
        }

        await audit.Say("ended a link to share", id);
        return Say(true, "The link opens nothing any more");
    }

    async Task<RedirectHttpResult> Open(string token)
    {
        if (await links.Open(token) is not { } found || await keys.Find(found.Key) is not { } holder)
        {
            return Go.Back("/", new(false, speech["This link has ended"], speech["Ask whoever gave it to you for another."]), Http);
        }

        // Whoever is signed in already stays who they are.
        if (!Session.IsSignedIn(Http.User))
        {
            var until = time.GetUtcNow() + LongestSession;
            await Session.Begin(Http, holder, found.Key, until < found.Link.Until ? until : found.Link.Until);
        }

        return Go.Back(found.Link.Path);
    }

    RedirectHttpResult Say(bool isGood, string what) => Go.Back(Page, new(isGood, speech[what]), Http);
}
