using Engagement.Intake.Feeds.Reading;
using Engagement.Platform;
using Engagement.Platform.Store;
using Engagement.Platform.Urls;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Engagement.Intake.Feeds;

/// <summary>
/// Looks at each feed when it is due. When is in the ledger, so a restart forgets no Retry-After, and of several instances one looks.
/// A feed that is broken is reported in one line; nothing is posted, and what was known of it stays.
/// </summary>
sealed class PollFeeds(FeedSettings settings, FeedStates states, FetchFeed fetch, ReadNews news, WebSub webSub, Ledger ledger, IHostApplicationLifetime lifetime, TimeProvider time,
    ILogger<PollFeeds> log)
    : Sweep(TimeSpan.FromSeconds(1), time, log)
{
    /// <summary>Longer than fetching and reading may take; then another instance tries.</summary>
    static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    const int AtOnce = 4;

    readonly DueSet schedule = new(ledger, FeedStates.Schedule);

    protected override async Task Begin(CancellationToken cancellation)
    {
        // A hub asks us back at once: subscribed before this server listens, it would be asked again only in an hour.
        await lifetime.Started(cancellation);

        // A feed that has its time keeps it: a restart is no reason to ask a server that asked for patience.
        var now = Time.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var feed in settings.Feeds)
        {
            await ledger.Db.SortedSetAddAsync(schedule.Key, feed.Url, now, SortedSetWhen.NotExists);
        }
    }

    protected override async Task<bool> Look(CancellationToken cancellation)
    {
        if (settings.Feeds.Count == 0)
        {
            return false;
        }

        var due = await schedule.Take(Time.GetUtcNow(), Lease, AtOnce);
        await Task.WhenAll(due.Select(url => Poll(url, cancellation)));
        return due.Count == AtOnce;
    }

    async Task Poll(string url, CancellationToken cancellation)
    {
        if (settings.Feeds.FirstOrDefault(feed => feed.Url == url) is not { } feed)
        {
            // A feed of an earlier configuration.
            await schedule.Done(url);
            return;
        }

        var before = await states.Load(url);
        var (after, wait) = await Read(feed, before with { Looks = before.Looks + 1 }, cancellation);
        if (after.Problem is { } problem && problem != before.Problem)
        {
            FeedLog.Broken(log, PlainAddress.Of(url), problem);
        }

        if (after.Gone)
            await schedule.Done(url);
        else
            await schedule.Put(url, Time.GetUtcNow() + wait);
        await states.Save(after);
    }

    async Task<(FeedState, TimeSpan)> Read(FeedOptions feed, FeedState state, CancellationToken cancellation)
    {
        try
        {
            var fetched = await fetch.Fetch(state, cancellation);
            var now = Time.GetUtcNow();
            var document = fetched.Body is null ? null : ReadFeed.From(fetched.Body, fetched.Address, fetched.Charset);
            var after = document is null ? state : await news.Take(document, feed, state, cancellation);
            await webSub.Keep(feed.Url, fetched.Hub ?? document?.Hub, fetched.Self ?? document?.Self, fetched.Address, cancellation);
            after = after with
            {
                ETag = fetched.ETag ?? (fetched.Body is null ? state.ETag : null),
                LastModified = fetched.LastModified ?? (fetched.Body is null ? state.LastModified : null),
                MovedTo = fetched.MovedTo ?? (state.MovedSeen >= 3 ? state.MovedTo : null),
                MovedSeen = fetched.MovedTo is null ? (state.MovedSeen >= 3 ? state.MovedSeen : 0) : fetched.MovedTo == state.MovedTo ? state.MovedSeen + 1 : 1,
                Gone = false,
                Failures = 0,
                Problem = null,
                ReadAt = now,
            };
            return (after, FeedPace.AfterReading(feed, after, now, await webSub.IsActive(feed.Url)));
        }
        catch (FeedRefused refused)
        {
            var after = Failed(state, refused.Message) with { Gone = refused.Gone };
            return (after, FeedPace.AfterFailure(feed, after, refused.RetryAfter));
        }
        catch (FeedProblem problem)
        {
            var after = Failed(state, problem.Message);
            return (after, FeedPace.AfterFailure(feed, after, null));
        }
    }

    /// <summary>A moved address that fails is forgotten, so that the configured one is tried again.</summary>
    static FeedState Failed(FeedState state, string problem) =>
        state with { Failures = state.Failures + 1, Problem = problem, MovedTo = null, MovedSeen = 0 };
}

static partial class FeedLog
{
    [LoggerMessage(200, LogLevel.Warning, "Feed {Url}: {Problem} Nothing of it was taken; what is known of it stays.")]
    public static partial void Broken(ILogger log, string url, string problem);
}
