using Engagement.Dashboard.Api;
using Engagement.Dashboard.Numbers;

namespace Engagement.Dashboard.Posts;

/// <summary>Posts by the day of the site's zone on which they are or were sent: whole weeks, Monday first.</summary>
sealed class PostCalendar(PostsApi posts, Clock clock)
{
    /// <summary>Pages of 200 that are read of what was sent: a month of thirty posts a day. Beyond that the page says that days are missing.</summary>
    const int MostPages = 5;
    const int PageLength = 200;

    /// <summary>A post that waited longer than this for its time is not looked for among those sent.</summary>
    static readonly TimeSpan LongestWait = TimeSpan.FromDays(7);

    /// <summary>What the calendar shows.</summary>
    /// <param name="First">Its first day, a Monday.</param>
    /// <param name="Days">How many days it has.</param>
    /// <param name="Posts">The posts of each day that has any, in the order of their times.</param>
    /// <param name="IsCut">Whether there were more posts than were read.</param>
    /// <param name="Problem">What could not be read.</param>
    internal sealed record Shown(DateOnly First, int Days, ILookup<DateOnly, ListedPost> Posts, bool IsCut, ApiProblem? Problem);

    /// <summary>The span around a day: its week, or the whole weeks of its month.</summary>
    internal static (DateOnly First, int Days) Span(DateOnly day, bool isWeek)
    {
        var first = Monday(isWeek ? day : new(day.Year, day.Month, 1));
        return isWeek ? (first, 7) : (first, Monday(new DateOnly(day.Year, day.Month, 1).AddMonths(1).AddDays(-1)).AddDays(7).DayNumber - first.DayNumber);
    }

    public async Task<Shown> Load(DateOnly day, bool isWeek)
    {
        var (first, days) = Span(day, isWeek);
        string[] open = ["AwaitingApproval", "Planned", "Waiting", "Unconfirmed"];
        var lists = await Task.WhenAll(open.Select(state => posts.List(PageLength, ("state", state))));
        var sent = await Task.WhenAll(Sent("Posted", first), Sent("DryRun", first));
        // What waits for approval and was given no time goes when it is approved, so it is on no day yet.
        var all = lists.SelectMany(list => list.Value?.Posts ?? []).Concat(sent.SelectMany(list => list.Posts));
        return new(first, days, all.Where(post => post.When is not null && (post.State != "AwaitingApproval" || post.ScheduledAt is not null)).OrderBy(post => post.When).ToLookup(post => Day(post.When!.Value)),
            sent.Any(list => list.IsCut) || lists.Any(list => list.Value?.Next is not null),
            lists.Select(list => list.Problem).Concat(sent.Select(list => list.Problem)).FirstOrDefault(problem => problem is not null));
    }

    /// <summary>The day in the site's zone.</summary>
    public DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(clock.Local(at).DateTime);

    async Task<(IReadOnlyList<ListedPost> Posts, bool IsCut, ApiProblem? Problem)> Sent(string state, DateOnly first)
    {
        var found = new List<ListedPost>();
        string? cursor = null;
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await posts.List(PageLength, ("state", state), ("cursor", cursor));
            found.AddRange(answer.Value?.Posts ?? []);
            cursor = answer.Value?.Next;
            if (cursor is null || (found[^1].CreatedAt is { } created && Day(created + LongestWait) < first))
            {
                return (found, false, answer.Problem);
            }
        }

        return (found, true, null);
    }

    static DateOnly Monday(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
}
