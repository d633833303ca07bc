using Engagement.Dashboard.Api;
using Engagement.Dashboard.Audit;
using Engagement.Dashboard.Layout;
using Engagement.Dashboard.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Engagement.Dashboard.Articles;

/// <summary>Takes an article back, when the editor typed its id.</summary>
static class WithdrawArticle
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/articles/{id}/withdraw", Handle);

    static async Task<RedirectHttpResult> Handle(string id, [FromForm] string? name, HttpContext http, CatalogueApi catalogue, AuditLog audit, Speech speech)
    {
        var back = $"/articles/{Uri.EscapeDataString(id)}";
        if (name?.Trim() != id)
        {
            return Go.Back(back, new(false, speech["That is not its id, so nothing was changed"]), http);
        }

        var answer = await catalogue.Withdraw(id);
        if (answer.Problem is null)
        {
            await audit.Say("withdrew an article", id);
        }

        return Go.Back(back, Notice.Of(answer.Problem, speech["The article is withdrawn"]), http);
    }
}
