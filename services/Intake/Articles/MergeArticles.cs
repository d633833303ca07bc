using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Engagement.Contracts;
using Engagement.Intake.Catalogue;
using Engagement.Platform;
using Engagement.Platform.Http;
using Engagement.Platform.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Engagement.Intake.Articles;

/// <summary>
/// <c>POST /api/articles/{id}/merge</c>: one article went out under two ids, and an editor makes it one. The Counter moves what was counted, then the catalogue
/// withdraws the one and gives its URLs to the other. Done again it goes on where it was cut short, and done twice it is as done once. There is no way back.
/// </summary>
sealed class MergeArticles(CatalogueStore catalogue, AnnounceAccepted announce, IHttpClientFactory clients, Peers peers, TimeProvider time)
{
    /// <param name="Into">The id of the article that goes on.</param>
    /// <param name="Reason">In the editor's own words, for the history. 1 to 500 characters.</param>
    public sealed record Wish(string Into, string Reason);

    const int MaxAliases = 50;
    const int Tries = 8;

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/articles/{id}/merge", (string id, Wish wish, HttpRequest request, MergeArticles use, CancellationToken cancellation) =>
            use.Handle(id, wish, request.Headers.Authorization.ToString(), cancellation))
        .WithSummary("Make an article one with another: URLs, counts and links")
        .WithDescription("The one leaves every list; its URLs, ids, counts and bookmarks are the other's from then on. What feeds and the site go on telling of it changes nothing.")
        .RequireScope("admin");

    async Task<Results<Ok<JsonObject>, ProblemHttpResult>> Handle(string id, Wish wish, string authorization, CancellationToken cancellation)
    {
        var (from, into) = (await catalogue.Find(id), await catalogue.Find(wish.Into));
        if (from is null || into is null)
        {
            return GetArticle.NotKnown(from is null ? id : wish.Into);
        }

        if (Problem(from, into) is { } problem)
        {
            return Problems.Conflict("bad-merge", "These cannot be merged", problem);
        }

        if (await MoveCounts(from.Article.Id, into.Article.Id, wish.Reason, authorization, cancellation) is { } refused)
        {
            return refused;
        }

        return TypedResults.Ok(ListedArticle.Of(await MoveUrls(from.Article.Id, into.Article.Id, cancellation), time.GetUtcNow()));
    }

    static string? Problem(StoredArticle from, StoredArticle into) =>
        from.Article.Id == into.Article.Id ? "They are one article already; name another in into."
        : into.MergedInto is { } third ? $"{into.Article.Id} is itself part of {third}; merge into that one."
        : into.Withdrawn ? $"{into.Article.Id} is withdrawn; publish it again first, or merge the other way round."
        : from.MergedInto is { } other && other != into.Article.Id ? $"{from.Article.Id} is part of {other} already."
        : null;

    /// <summary>Asks as whoever asked us, so that no service needs a key of its own.</summary>
    async Task<ProblemHttpResult?> MoveCounts(string from, string into, string reason, string authorization, CancellationToken cancellation)
    {
        try
        {
            using var client = clients.CreateClient();
            client.Timeout = TimeSpan.FromSeconds(30);
            client.BaseAddress = peers.Of("counter");
            client.DefaultRequestHeaders.Authorization = AuthenticationHeaderValue.Parse(authorization);
            using var answer = await client.PostAsJsonAsync("/api/counts/merge", new { from, into, reason }, Json.Options, cancellation);
            return answer.StatusCode switch
            {
                HttpStatusCode.OK => null,
                < HttpStatusCode.InternalServerError => Problems.Of((int)answer.StatusCode, "bad-merge", "The Counter will not merge these",
                    (await answer.Content.ReadFromJsonAsync<JsonObject>(cancellation))?["detail"]?.GetValue<string>() ?? "It gave no reason."),
                _ => Away(),
            };
        }
        catch (Exception away) when (away is HttpRequestException || (away is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            return Away();
        }
    }

    static ProblemHttpResult Away() =>
        Problems.Of(503, "counter-away", "The Counter cannot be reached", "Some counts may have moved, the catalogue is unchanged; see that the Counter runs and send the request again.");

    async Task<StoredArticle> MoveUrls(string fromId, string intoId, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            cancellation.ThrowIfCancellationRequested();
            var known = await catalogue.Load([fromId, intoId]);
            var (one, into) = (known[fromId], known[intoId]);
            if (one.MergedInto is not null)
            {
                return into;
            }

            var now = time.GetUtcNow();
            var ended = one with { Article = one.Article with { Revision = one.Article.Revision + 1 }, Withdrawn = true, MergedInto = intoId, ChangedAt = now };
            var grown = into with { Article = WithUrlsOf(one.Article, into.Article) with { Revision = into.Article.Revision + 1 }, ChangedAt = now };
            if (await catalogue.Write([Of(one, ended, AnnouncementKind.Withdrawn), Of(into, grown, AnnouncementKind.Updated)]))
            {
                announce.Ring();
                return grown;
            }
        }

        throw new TimeoutException("The articles were changed by others eight times while they were being merged.");
    }

    /// <summary>Its names go on standing for the one that ended, which says where it went: so what is told of its URL is not taken for a new slug of the other.</summary>
    static Change Of(StoredArticle before, StoredArticle after, AnnouncementKind kind) =>
        new(before, after, [new Announcement(kind, after.Article.Id, after.Article.Revision).ToString()], new Dictionary<string, string?>());

    static Article WithUrlsOf(Article one, Article into) => into with
    {
        Aliases = [.. into.Aliases.Append(one.Url).Concat(one.Aliases).Where(url => url != into.Url).Distinct(StringComparer.Ordinal).Take(MaxAliases)],
    };
}
