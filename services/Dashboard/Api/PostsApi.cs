using Engagement.Dashboard.Numbers;
using Engagement.Dashboard.SignIn;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace Engagement.Dashboard.Api;

/// <summary>A post as Publisher lists it.</summary>
public sealed record ListedPost
{
    public required string Id { get; init; }
    public required string ArticleId { get; init; }
    public string? Title { get; init; }
    public string Network { get; init; } = "x";
    public required string State { get; init; }
    public string? Text { get; init; }
    public string? Url { get; init; }
    public DateTimeOffset? DueAt { get; init; }
    public DateTimeOffset? ScheduledAt { get; init; }
    public DateTimeOffset? PostedAt { get; init; }

    /// <summary>When it went out; for a dry run when it would have.</summary>
    public DateTimeOffset? SentAt { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }
    public IReadOnlyList<PostMove> History { get; init; } = [];
    public string? Reason { get; init; }
    public string? Advice { get; init; }
    public decimal? Cost { get; init; }
    public int? WeightedLength { get; init; }

    /// <summary>likes, reposts, replies, quotes, bookmarks, impressions, as last read; empty before the first reading.</summary>
    public IReadOnlyDictionary<string, long> Metrics { get; init; } = new Dictionary<string, long>();

    /// <summary>When they were last read.</summary>
    public DateTimeOffset? MeasuredAt { get; init; }

    /// <summary>When it was sent, or will be as far as anybody knows.</summary>
    public DateTimeOffset? When => SentAt ?? PostedAt ?? ScheduledAt ?? DueAt ?? CreatedAt;

    /// <summary>When it last moved.</summary>
    public DateTimeOffset? ChangedAt => History.Count > 0 ? History[^1].At : null;
}

/// <summary>A line of a post's history.</summary>
public sealed record PostMove(DateTimeOffset At, string State, string? Note);

/// <summary>What the month costs so far, US dollars.</summary>
public sealed record MonthsSpend(decimal Spent, decimal? Budget, decimal? Reserve, decimal Forecast, int Posts);

/// <summary>The month's money, and what holds the queue up.</summary>
public sealed record PostsBudget
{
    public MonthsSpend? Spend { get; init; }
    public int? PostsLeft { get; init; }
    public bool Dry { get; init; }
    public string? Paused { get; init; }
    public DateTimeOffset? LimitedUntil { get; init; }
    public DateTimeOffset? HeldUntil { get; init; }

    /// <summary>How many posts are in each state.</summary>
    public IReadOnlyDictionary<string, long> States { get; init; } = new Dictionary<string, long>();
}

/// <summary>What a text would be as a post.</summary>
public sealed record PostPreview
{
    public string Text { get; init; } = "";
    public int WeightedLength { get; init; }
    public int MaxLength { get; init; } = 280;
    public bool Valid { get; init; }
    public decimal? Cost { get; init; }

    /// <summary>One sentence each: what is so, and what to do about it.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}

/// <summary>A page of posts, newest first.</summary>
/// <param name="Posts">The posts.</param>
/// <param name="Next">Asks for the next page; null at the end.</param>
/// <param name="Sent">How many went out in the span that was asked for.</param>
public sealed record PostPage(IReadOnlyList<ListedPost> Posts, string? Next, long? Sent = null);

/// <summary>The queue of posts, as Publisher keeps it. Who may not see it, sees none: pages are poorer then, not broken.</summary>
sealed class PostsApi(ApiClient api, IHttpContextAccessor accessor)
{
    public const int PageSize = 50;

    /// <summary>Whether whoever is signed in may see posts at all.</summary>
    public bool IsAllowed => Session.May(accessor.HttpContext!.User, "posts");

    public Task<Answer<PostPage>> List(params (string Name, string? Value)[] filter) => List(PageSize, filter);

    /// <summary>The same, with another length, at most 200.</summary>
    public async Task<Answer<PostPage>> List(int length, params (string Name, string? Value)[] filter)
    {
        if (!IsAllowed)
        {
            return new(new PostPage([], null), null);
        }

        var query = new QueryBuilder { { "limit", $"{length}" } };
        foreach (var (name, value) in filter)
        {
            if (!string.IsNullOrWhiteSpace(value))
            {
                query.Add(name, value);
            }
        }

        return await api.Get<PostPage>("publisher", $"/api/posts{query}");
    }

    /// <summary>How many posts went out on a day of the site's zone; null where nobody can tell, or may know.</summary>
    public async Task<long?> SentOn(DateTimeOffset midnight, DateTimeOffset next) =>
        (await List(1, ("sentFrom", Clock.Stamp(midnight)), ("sentTo", Clock.Stamp(next)))).Value?.Sent;

    /// <summary>The posts of some articles.</summary>
    public async Task<Answer<IReadOnlyList<ListedPost>>> Of(IReadOnlyCollection<string> articleIds)
    {
        if (articleIds.Count == 0 || !IsAllowed)
        {
            return new([], null);
        }

        var answer = await api.Get<PostPage>("publisher", $"/api/posts?articles={Uri.EscapeDataString(string.Join(',', articleIds))}");
        return new(answer.Value?.Posts, answer.Problem);
    }

    public Task<Answer<ListedPost>> Find(string id) => api.Get<ListedPost>("publisher", $"/api/posts/{Uri.EscapeDataString(id)}");

    /// <summary>What a text would be as a post: nothing is sent.</summary>
    public Task<Answer<PostPreview>> Preview(string network, string text) => api.Post<PostPreview>("publisher", "/api/posts/preview", new { network, text });

    /// <summary>approve, cancel, undo, retry, confirm or edit.</summary>
    public Task<Answer<Nothing>> Do(string id, string action, object body) =>
        api.Post<Nothing>("publisher", $"/api/posts/{Uri.EscapeDataString(id)}/{action}", body);

    /// <summary>How many posts are in each state; null where nobody can tell, or may know.</summary>
    public async Task<IReadOnlyDictionary<string, long>?> States() => IsAllowed ? (await Budget()).Value?.States : null;

    /// <summary>What the month costs and what holds the queue up.</summary>
    public Task<Answer<PostsBudget>> Budget() => api.Get<PostsBudget>("publisher", "/api/posts/budget");
}
