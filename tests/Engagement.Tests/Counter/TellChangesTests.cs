using System.Collections.Concurrent;
using System.Net.Http.Json;
using Engagement.Contracts;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Engagement.Tests.Counter;

public sealed class TellChangesTests
{
    static readonly (string, string) NoWindow = ("Engagement:Counter:VisitorWindow", "00:00:00");

    [Theory, BothLedgers]
    public async Task Buckets_that_are_said_add_up_to_what_was_counted_and_carry_growing_versions(LedgerKind ledger)
    {
        await using var site = await TestSite.Start(ledger, settings: NoWindow);
        var said = await Listen(site);
        await site.Publish("treaty");

        for (var n = 0; n < 40; n++)
            await site.Reader.Beacon(Readers.Share("treaty", n % 4 == 0 ? "bluesky" : "x"));

        await Eventually.True(() => Task.FromResult(Sum(said, "treaty", "share:x") == 30 && Sum(said, "treaty", "share:bluesky") == 10), "all were said");
        var all = said.SelectMany(message => message.Articles).ToList();
        Assert.Equal(30, all[^1].Totals.Counts["share:x"]);
        Assert.All(all.SelectMany(article => article.Buckets), bucket => Assert.Equal(60, bucket.Seconds));
        Assert.Equal(all.Select(article => article.Totals.Version), all.Select(article => article.Totals.Version).Order());
    }

    [Theory, BothLedgers]
    public async Task Events_from_the_past_stand_in_their_minute_hour_or_day_by_their_age(LedgerKind ledger)
    {
        var time = new FakeTimeProvider(DateTimeOffset.Parse("2026-11-23T10:00:30Z"));
        await using var site = await TestSite.Start(ledger, time, NoWindow);
        var said = await Listen(site);
        await site.Publish("treaty");
        object At(string at) => new { id = Guid.NewGuid(), article = "treaty", kind = "share", target = "x", at };

        await site.Admin.PostAsJsonAsync("/api/events",
            new[] { At("2026-11-21T10:00:30Z"), At("2026-11-21T10:00:29Z"), At("2026-08-25T10:00:31Z"), At("2026-08-25T10:00:29Z") },
            TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromSeconds(1));

        await Eventually.True(() => Task.FromResult(Latest(said, "treaty").Count == 4), "four buckets were said");
        Assert.Equal(
            [(60, "2026-11-21T10:00:00Z"), (3_600, "2026-08-25T10:00:00Z"), (3_600, "2026-11-21T10:00:00Z"), (86_400, "2026-08-25T00:00:00Z")],
            Latest(said, "treaty").OrderBy(bucket => bucket.Seconds).ThenBy(bucket => bucket.Start)
                .Select(bucket => (bucket.Seconds, bucket.Start.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"))));
        Assert.Equal(4, await site.Shares("treaty"));
    }

    [Theory, BothLedgers]
    public async Task Whoever_lost_the_counts_is_told_them_again_with_the_same_versions(LedgerKind ledger)
    {
        await using var site = await TestSite.Start(ledger, settings: NoWindow);
        var said = await Listen(site);
        await site.Publish("treaty");
        await site.Reader.Beacon(Readers.Share("treaty"));
        await Eventually.True(() => Task.FromResult(Sum(said, "treaty", "share:x") == 1), "it was said");
        var first = Latest(said, "treaty").Single();
        said.Clear();

        await site.Say(new CountsWanted(DateTimeOffset.UnixEpoch));

        await Eventually.True(() => Task.FromResult(!said.IsEmpty), "it was said again");
        var again = Latest(said, "treaty").Single();
        Assert.Equal((first.Start, first.Version, first.Counts["share:x"]), (again.Start, again.Version, again.Counts["share:x"]));
    }

    static async Task<ConcurrentQueue<ArticleCountsChanged>> Listen(TestSite site)
    {
        var said = new ConcurrentQueue<ArticleCountsChanged>();
        var ear = site.Services.GetRequiredService<IBusControl>().ConnectReceiveEndpoint("ear", endpoint =>
            endpoint.Handler<ArticleCountsChanged>(context =>
            {
                said.Enqueue(context.Message);
                return Task.CompletedTask;
            }));
        await ear.Ready;
        return said;
    }

    static List<CountBucket> Latest(IEnumerable<ArticleCountsChanged> said, string article) => [.. said
        .SelectMany(message => message.Articles).Where(counts => counts.ArticleId == article).SelectMany(counts => counts.Buckets)
        .GroupBy(bucket => (bucket.Seconds, bucket.Start)).Select(versions => versions.MaxBy(bucket => bucket.Version)!)];

    static long Sum(IEnumerable<ArticleCountsChanged> said, string article, string field) =>
        Latest(said, article).Sum(bucket => bucket.Counts.GetValueOrDefault(field));
}
