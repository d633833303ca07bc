using Engagement.Contracts;
using Engagement.Counter.Counting;
using Engagement.Platform;
using Engagement.Platform.Bus;
using Microsoft.Extensions.Logging;

namespace Engagement.Counter.Articles;

/// <summary>
/// Looks after the pages that readers found before we did: tells Intake to look at each, counts their events once the article is known,
/// and lets go of them after a day. The first click finds the article.
/// </summary>
sealed class CountParked(Parking parking, ArticleStore articles, CountBatch batch, Announcer announcer, CounterOptions options, TimeProvider time,
    ILogger<CountParked> log) : Sweep(TimeSpan.FromSeconds(10), time, log)
{
    /// <summary>Pages that Intake was told of. Told again after a restart, which costs one look.</summary>
    readonly HashSet<string> told = [];

    /// <summary>Keeps an event until its article is known. False where there is no room. Durable.</summary>
    public async Task<bool> Park(EarlyEvent early)
    {
        var isFirst = await parking.Park(early);
        if (isFirst == true)
            Ring();
        return isFirst is not null;
    }

    /// <inheritdoc/>
    protected override async Task<bool> Look(CancellationToken cancellation)
    {
        var waiting = await parking.Waiting();
        told.IntersectWith(waiting.Select(page => page.Url));
        var known = new Dictionary<string, string?>();
        foreach (var (url, since) in waiting)
        {
            if (await articles.At(url) is { } article)
                known[url] = article;
            else if (Time.GetUtcNow() - since > Parking.Patience)
                known[url] = null;
            else if (told.Add(url))
                await Tell(new(url, since), cancellation);
        }

        if (known.Count > 0)
            await Count(known);
        return false;
    }

    /// <inheritdoc/>
    protected override async Task Begin(CancellationToken cancellation)
    {
        await articles.Learn();
        await parking.Recover();
    }

    /// <summary>Counts the events of pages whose article is known now, and lets go of those that waited too long.</summary>
    async Task Count(Dictionary<string, string?> pages)
    {
        await parking.Release(pages.Keys);
        try
        {
            foreach (var page in await parking.EventsOf(pages.Keys.ToHashSet()))
            {
                if (pages[page.Key] is { } article)
                {
                    foreach (var some in page.Chunk(options.BatchLimit))
                        await batch.Count([.. some.Select(line => line.For(article))]);
                }

                await parking.Remove(page.Key, page);
            }
        }
        catch
        {
            await parking.Recover();
            throw;
        }
    }

    async Task Tell(ArticleSeen seen, CancellationToken cancellation)
    {
        try
        {
            await announcer.Say(seen, cancellation);
        }
        catch
        {
            told.Remove(seen.Url);
            throw;
        }
    }
}
