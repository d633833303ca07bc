using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Engagement.Contracts;
using Engagement.Platform;
using Engagement.Platform.Bus;
using Engagement.Platform.Http;
using Engagement.Platform.Keys;
using Engagement.Popularity.Articles;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Engagement.Popularity.Ranking;

/// <summary>
/// Makes every list anew: articles from Intake's catalogue, counts from Counter's history. For when the ledger lost ours, or nobody trusts them any more.
/// </summary>
sealed class RebuildLists(IHttpClientFactory clients, Peers peers, KeepArticle articles, ResetFigures figures, Announcer announcer)
{
    sealed record Listed(DateTimeOffset AcceptedAt, string Status);

    sealed record Page(IReadOnlyList<JsonElement> Articles, string? Next);

    /// <summary>What the answer says.</summary>
    /// <param name="Articles">How many articles were reset; their counts follow within seconds.</param>
    sealed record Rebuilt(int Articles);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/popular/rebuild", Handle)
        .WithSummary("Make every list anew from the catalogue and Counter's history")
        .RequireScope("admin");

    static async Task<Results<Accepted<Rebuilt>, ProblemHttpResult>> Handle(HttpRequest request, RebuildLists rebuild, CancellationToken cancellation)
    {
        try
        {
            await rebuild.ReadCatalogue(request.Headers.Authorization.ToString(), cancellation);
        }
        catch (HttpRequestException away)
        {
            return Problems.Of(503, "intake-away", "Intake's catalogue cannot be read", $"Nothing was changed; see that Intake runs and try again ({away.StatusCode}).");
        }

        return TypedResults.Accepted((string?)null, new Rebuilt(await rebuild.CountAnew(cancellation)));
    }

    async Task<int> CountAnew(CancellationToken cancellation)
    {
        var count = await figures.Reset(cancellation);
        await announcer.Say(new CountsWanted(DateTimeOffset.UnixEpoch), cancellation);
        return count;
    }

    /// <summary>Asks as whoever asked us, so that no service needs a key of its own.</summary>
    async Task ReadCatalogue(string authorization, CancellationToken cancellation)
    {
        using var client = clients.CreateClient();
        client.Timeout = TimeSpan.FromSeconds(30);
        client.BaseAddress = peers.Of("intake");
        client.DefaultRequestHeaders.Authorization = AuthenticationHeaderValue.Parse(authorization);
        string? next = null;
        do
        {
            var cursor = next is null ? "" : $"&cursor={Uri.EscapeDataString(next)}";
            var page = await client.GetFromJsonAsync<Page>($"/api/articles?limit=100{cursor}", Json.Options, cancellation)
                ?? throw new HttpRequestException("an empty answer");
            foreach (var element in page.Articles)
            {
                await Keep(element);
            }

            next = page.Next;
        }
        while (next is not null);
    }

    async Task Keep(JsonElement element)
    {
        var article = JsonSerializer.Deserialize<Article>(element, Json.Options)!;
        var listed = JsonSerializer.Deserialize<Listed>(element, Json.Options)!;
        await (listed.Status == "withdrawn" ? articles.Withdraw(article.Id, article.Revision) : articles.Keep(article, listed.AcceptedAt));
    }
}
