using Engagement.Platform.Keys;
using Engagement.Publisher.Budget;
using Engagement.Publisher.Posts;
using Engagement.Publisher.Queue;
using Engagement.Publisher.X;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Engagement.Publisher;

/// <summary>What the month costs, what is left, and what holds the queue up.</summary>
static class ShowBudget
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/posts/budget", Handle).RequireScope("posts")
        .WithSummary("The month's spend, forecast and what is left; what holds the queue up");

    /// <param name="Spend">The month so far.</param>
    /// <param name="PostsLeft">Posts with a link that the budget still allows, without its reserve; none where it is not limited.</param>
    /// <param name="Prices">What counts today, US dollars.</param>
    /// <param name="Dry">True where nothing is sent, because there are no credentials.</param>
    /// <param name="Paused">Why the account sends nothing; none where it sends.</param>
    /// <param name="LimitedUntil">Until when X allows no post.</param>
    /// <param name="HeldUntil">Until when quiet hours, the gap or the day's maximum hold posts that are not breaking news.</param>
    /// <param name="States">How many posts are in each state.</param>
    sealed record Standing(MonthsSpend Spend, int? PostsLeft, Prices Prices, bool Dry, string? Paused, DateTimeOffset? LimitedUntil, DateTimeOffset? HeldUntil,
        IReadOnlyDictionary<string, long> States);

    static async Task<Ok<Standing>> Handle(MonthlyBudget budget, PriceOptions prices, XAccount account, XOptions options, Turns turns, PostStore posts, TimeProvider time)
    {
        var states = Enum.GetValues<PostState>();
        var counts = await Task.WhenAll(states.Select(posts.Count));
        var now = time.GetUtcNow();
        var (spend, standing, today) = (await budget.Read(), await account.Standing(), prices.At(now));
        var left = spend.Budget - spend.Reserve - spend.Spent;
        return TypedResults.Ok(new Standing(spend, left is { } dollars && today.PostWithLink > 0 ? (int)Math.Max(0, dollars / today.PostWithLink) : null,
            today, options.IsDry, standing.Paused, standing.LimitedUntil > now ? standing.LimitedUntil : null, turns.HeldUntil(standing, now),
            states.Zip(counts).ToDictionary(pair => pair.First.ToString(), pair => pair.Second)));
    }
}
