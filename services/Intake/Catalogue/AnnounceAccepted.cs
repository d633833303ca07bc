using Engagement.Contracts;
using Engagement.Platform;
using Engagement.Platform.Bus;
using Engagement.Platform.Store;
using Engagement.Platform.Telemetry;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Engagement.Intake.Catalogue;

/// <summary>
/// Tells the other services what was accepted, and strikes it from the outbox only when the broker has it. So an article is announced
/// even if this process dies between accepting and announcing. At the start a whole day is told again, because the bus of one process
/// is in memory and forgets.
/// </summary>
sealed class AnnounceAccepted(Ledger ledger, CatalogueStore catalogue, ReadLists lists, Announcer announcer, Traces traces, TimeProvider time, ILogger<AnnounceAccepted> log)
    : Sweep(TimeSpan.FromSeconds(2), time, log)
{
    /// <summary>How far back the start tells again.</summary>
    static readonly TimeSpan Day = TimeSpan.FromHours(24);

    /// <summary>How long an announcement may take before another instance tries it.</summary>
    static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    const int AtOnce = 400;

    /// <summary>Old articles a message. Told one by one, an archive of 100,000 would be 300,000 deliveries.</summary>
    const int Together = 100;

    readonly DueSet outbox = new(ledger, Keys.Outbox);

    protected override Task Begin(CancellationToken cancellation) => Again(Time.GetUtcNow() - Day, cancellation);

    /// <summary>Owes everybody the articles that changed since a time. Returns how many.</summary>
    public async Task<long> Again(DateTimeOffset since, CancellationToken cancellation)
    {
        const int page = 1_000;
        var (count, least, place) = (0L, since.ToUnixTimeMilliseconds(), Place.Newest);
        while (!cancellation.IsCancellationRequested)
        {
            var some = (await lists.Read(ArticleLists.Accepted, place, page)).TakeWhile(one => one.At >= least).ToList();
            if (some.Count == 0)
            {
                break;
            }

            await Again([.. some.Select(one => one.Id)]);
            count += some.Count;
            place = some[^1];
        }

        return count;
    }

    /// <summary>Owes everybody these articles.</summary>
    public async Task Again(IReadOnlyCollection<string> ids)
    {
        var now = Time.GetUtcNow().ToUnixTimeMilliseconds();
        await ledger.Db.SortedSetAddAsync(Keys.Outbox,
            [.. ids.Select(id => new SortedSetEntry(new Announcement(AnnouncementKind.Again, id, 0).ToString(), now))]);
        await ledger.Flush();
        Ring();
    }

    protected override async Task<bool> Look(CancellationToken cancellation)
    {
        if (!announcer.IsReady)
        {
            // Taken now, they would be leased and told only when the lease ends.
            return false;
        }

        var due = await outbox.Take(Time.GetUtcNow(), Lease, AtOnce);
        var owed = due.Select(Announcement.Parse).ToList();
        var articles = await catalogue.Load([.. owed.Select(announcement => announcement.ArticleId).Distinct()]);
        var messages = owed.Select(announcement => (Owed: announcement, Message: articles.TryGetValue(announcement.ArticleId, out var article) ? announcement.Message(article) : null))
            .ToLookup(one => one.Message is ArticlePublished { Article.Backfill: true });
        await Task.WhenAll([.. messages[false].Select(one => Tell(one.Owed, one.Message, cancellation)), .. messages[true].Chunk(Together).Select(TellOld)]);
        return due.Count == AtOnce;

        async Task TellOld((Announcement Owed, object? Message)[] old)
        {
            await announcer.Say(new ArticlesCatalogued([.. old.Select(one => (ArticlePublished)one.Message!)]), cancellation);
            await ledger.Db.SortedSetRemoveAsync(Keys.Outbox, [.. old.Select(one => (RedisValue)one.Owed.ToString())]);
        }
    }

    async Task Tell(Announcement announcement, object? message, CancellationToken cancellation)
    {
        using var step = traces.Begin("announce article", await traces.Cause($"article:{announcement.ArticleId}"));
        switch (message)
        {
            case ArticlePublished published:
                await announcer.Say(published, cancellation);
                break;
            case ArticleUpdated updated:
                await announcer.Say(updated, cancellation);
                break;
            case ArticleWithdrawn withdrawn:
                await announcer.Say(withdrawn, cancellation);
                break;
        }

        await outbox.Done(announcement.ToString());
    }
}
