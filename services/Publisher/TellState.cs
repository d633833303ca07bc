using Engagement.Platform.Http;
using Engagement.Publisher.Posts;
using Engagement.Publisher.Queue;
using Engagement.Publisher.X;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Publisher;

/// <summary>What Publisher tells on <c>GET /api/system</c>: what waits to be sent, what is late though nothing holds it, and what nobody can tell of.</summary>
static class TellState
{
    /// <summary>A lane looks every half second, so this much delay has a cause.</summary>
    static readonly TimeSpan Late = TimeSpan.FromMinutes(2);

    public static async Task<IReadOnlyList<SystemFigure>> Read(IServiceProvider services)
    {
        var (posts, account, turns) = (services.GetRequiredService<PostStore>(), services.GetRequiredService<XAccount>(), services.GetRequiredService<Turns>());
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var waiting = await posts.News.Count() + await posts.Breaking.Count();
        var late = new[] { await posts.News.Late(now), await posts.Breaking.Late(now) }.Max();
        var standing = await account.Standing();
        var isHeld = !standing.IsOpen(now) || turns.HeldUntil(standing, now) is not null;
        var isWrong = late > Late && !isHeld;
        var lost = await posts.Count(PostState.Unconfirmed);
        return
        [
            new("posts-waiting", waiting, "count"),
            new("posts-late", late.TotalSeconds, "seconds", isWrong ? "Posts are due and are not sent." : null, isWrong ? "See that a process with the service publisher runs, and look at the posts that wait." : null),
            new("posts-unconfirmed", lost, "count"),
            .. standing.Paused is { } why ? [new SystemFigure("account-paused", 1, "count", why, standing.PausedAdvice)] : Array.Empty<SystemFigure>(),
        ];
    }
}
