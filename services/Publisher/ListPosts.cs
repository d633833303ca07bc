using System.ComponentModel;
using System.Globalization;
using Engagement.Platform.Http;
using Engagement.Platform.Keys;
using Engagement.Publisher.Posts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using StackExchange.Redis;

namespace Engagement.Publisher;

/// <summary>The queue and the past of posts, newest first.</summary>
static class ListPosts
{
    /// <summary>More than an editor looks at, and little enough to read at once.</summary>
    const int MaxLimit = 200;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/posts", Handle).RequireScope("posts")
            .WithSummary("Posts, newest first; by state, by article, by when they went out, or the latest of several articles (articles=a,b)")
            .Produces<PostList>();
        routes.MapGet("/api/posts/{id}", One).RequireScope("posts")
            .WithSummary("One post with its history")
            .Produces<PostView>();
    }

    /// <param name="Posts">A page of them.</param>
    /// <param name="Next">Asks for the next page as cursor; none at the end.</param>
    /// <param name="Sent">How many posts went out in the span that was asked for, whatever became of them since; none where none was.</param>
    sealed record PostList(IReadOnlyList<PostView> Posts, string? Next, long? Sent = null);

    static async Task<IResult> One(string id, PostStore posts) =>
        await posts.Find(id) is { } post ? TypedResults.Ok(PostView.Of(post)) : NoSuchPost(id);

    /// <summary>404 for any call that names a post.</summary>
    public static ProblemHttpResult NoSuchPost(string id) =>
        Problems.NotFound("unknown-post", "There is no such post", $"No post has the id {id}; GET /api/posts lists them.");

    static async Task<IResult> Handle(PostStore posts, string? state = null, string? article = null, string? articles = null, int limit = 50, string? cursor = null,
        [Description("Only what went out at or after this time, newest first; in a dry run, what would have.")] DateTimeOffset? sentFrom = null,
        [Description("Only what went out before this time.")] DateTimeOffset? sentTo = null)
    {
        if (state is not null && !(Enum.TryParse<PostState>(state, ignoreCase: true, out var known) && Enum.IsDefined(known)))
        {
            return Problems.BadRequest("unknown-state", "There is no such state",
                $"A post is in one of {string.Join(", ", Enum.GetNames<PostState>())}; \"{state}\" is none.");
        }

        if (limit is < 1 or > MaxLimit)
        {
            return Problems.BadRequest("bad-limit", "The limit is out of range", $"limit must be between 1 and {MaxLimit}; it is {limit}.");
        }

        if (articles is not null)
        {
            return TypedResults.Ok(new PostList(await OfArticles(posts, articles), null));
        }

        var place = (Created: long.MaxValue, Id: "");
        if (cursor is not null && Place(cursor) is not { } given)
        {
            return Problems.BadRequest("bad-cursor", "The cursor is not one of ours", "Send the value of \"next\" of the answer before, or none.");
        }
        else if (cursor is not null)
        {
            place = Place(cursor)!.Value;
        }

        var wanted = state is null ? (PostState?)null : Enum.Parse<PostState>(state, ignoreCase: true);
        var isSpan = sentFrom is not null || sentTo is not null;
        var (from, to) = (sentFrom?.ToUnixTimeMilliseconds() ?? 0, sentTo?.ToUnixTimeMilliseconds() ?? long.MaxValue);
        var list = isSpan ? (RedisKey)PostKeys.Sent : article is not null ? PostKeys.PostsOf(article) : wanted is { } one ? PostKeys.State(one) : PostKeys.All;
        var (ids, more) = await Page(posts, list, place.Created < to ? place : (to - 1, "~"), limit, from);
        var found = (await posts.Find([.. ids.Select(entry => entry.Id)]))
            .Where(post => (wanted is null || post.State == wanted) && (article is null || post.Article.Id == article));
        return TypedResults.Ok(new PostList([.. found.Select(PostView.Of)],
            more ? string.Create(CultureInfo.InvariantCulture, $"{ids[^1].Created}:{ids[^1].Id}") : null, isSpan ? await posts.CountSent(from, to) : null));
    }

    /// <summary>The latest posts of up to 100 articles, for pages that list articles.</summary>
    static async Task<IReadOnlyList<PostView>> OfArticles(PostStore posts, string articles)
    {
        var wanted = articles.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct().Take(100);
        var lists = await Task.WhenAll(wanted.Select(article => posts.List(PostKeys.PostsOf(article), long.MaxValue, 0, 5)));
        return [.. (await posts.Find([.. lists.SelectMany(list => list).Select(entry => entry.Id)])).Select(PostView.Of)];
    }

    /// <summary>A page after a place. Posts of one millisecond come in descending order of id, as the ledger sorts them.</summary>
    static async Task<(List<(string Id, long Created)> Ids, bool More)> Page(PostStore posts, RedisKey list, (long Created, string Id) after, int limit, long least)
    {
        var page = new List<(string Id, long Created)>();
        for (var skip = 0; ; skip += MaxLimit)
        {
            var some = await posts.List(list, after.Created, skip, MaxLimit, least);
            page.AddRange(some.Where(entry => entry.Created < after.Created || string.CompareOrdinal(entry.Id, after.Id) < 0));
            if (page.Count > limit)
            {
                return (page[..limit], true);
            }

            if (some.Count < MaxLimit)
            {
                return (page, false);
            }
        }
    }

    static (long Created, string Id)? Place(string cursor) =>
        cursor.Split(':') is [{ } created, { Length: 16 } id]
        && long.TryParse(created, NumberStyles.None, CultureInfo.InvariantCulture, out var at) ? (at, id) : null;
}
