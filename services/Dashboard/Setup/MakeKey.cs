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
using Microsoft.Extensions.Primitives;

namespace Engagement.Dashboard.Setup;

/// <summary>Makes and revokes API keys.</summary>
static class MakeKey
{
    public const string Page = "/site";
    public const string Secret = "new-key";

    public static readonly IReadOnlyList<string> Scopes = ["articles", "events", "posts", "read", "admin"];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/site/keys", Make).ForAdmins(Page);
        routes.MapPost("/site/keys/{id}/revoke", Revoke).AskedByName().ForAdmins(Page);
    }

    static async Task<IResult> Make(HttpContext http, [FromForm] string? name, [FromForm] StringValues scopes, ApiKeys keys, AuditLog audit, Speech speech)
    {
        var wanted = scopes.OfType<string>().Where(Scopes.Contains).Distinct().ToArray();
        if (string.IsNullOrWhiteSpace(name) || name.Length > 100 || wanted.Length == 0)
        {
            return Go.Back("/site#keys", new(false, speech["A key needs a name and something that it opens"]), http);
        }

        var key = await keys.Create(name.Trim(), wanted);
        await audit.Say("made a key", $"{name.Trim()} ({string.Join(", ", wanted)})");
        OneTimeSecret.Send(http, Secret, Page, key);
        return Go.Back("/site#keys");
    }

    static async Task<RedirectHttpResult> Revoke(string id, [FromForm] string? back, HttpContext http, ApiKeys keys, AuditLog audit, Speech speech)
    {
        if (!await keys.Revoke(id))
        {
            return Go.Back(back ?? "/site#keys", new(false, speech["There is no such key"]), http);
        }

        await audit.Say("revoked a key", id);
        return Go.Back(back ?? "/site#keys", new(true, speech["The key is revoked: it opens nothing any more"]), http);
    }
}
