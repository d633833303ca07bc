using System.Collections.Concurrent;
using Engagement.Contracts;
using Engagement.Platform.Bus;
using Engagement.Popularity.Changes;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Engagement.Tests.Popularity;

/// <summary>What others hear of a list: that it moved, not each of its moves.</summary>
public sealed class ChangesTests
{
    static readonly DateTimeOffset Start = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    [Theory, BothLedgers]
    public async Task Many_moves_within_five_seconds_are_told_as_one_from_the_first_order_to_the_last(LedgerKind ledger)
    {
        var time = new FakeTimeProvider(Start);
        var heard = new ConcurrentQueue<PopularityChanged>();
        await using var site = await TestSite.StartWith(builder =>
        {
            builder.Services.AddSingleton(heard);
            builder.AddConsumer<HearChanges>("test");
        }, ledger, time);
        var readers = new Readers(site);
        var changes = site.Services.GetServices<IHostedService>().OfType<AnnounceChanges>().Single();
        foreach (var id in new[] { "a", "b", "c" })
        {
            await readers.Publish(id);
        }

        await readers.Count("a", Start, times: 5);
        await readers.Shows("list=shared", "a 5");
        await Eventually.True(() => Told("a 1"), "the first order is told");
        heard.Clear();

        for (var times = 1; times <= 4; times++)
        {
            await readers.Count("b", Start, times: 2);
            await readers.Count("c", Start, times: 3);
            await readers.Shows("list=shared", [.. new[] { ("a", 5), ("b", 2 * times), ("c", 3 * times) }.OrderByDescending(one => one.Item2).Select(one => $"{one.Item1} {one.Item2}")]);
            changes.Ring();
        }

        // Nothing before the five seconds are over, however often it looks.
        time.Advance(TimeSpan.FromSeconds(4));
        changes.Ring();
        Assert.DoesNotContain(heard.SelectMany(message => message.Changes), change => change is { List: "shared", Window: "24h" });
        time.Advance(TimeSpan.FromSeconds(1.1));
        await Eventually.True(() => Told("c 1", "b 2", "a 3"), "the last order is told");

        Assert.Single(heard, message => message.Changes.Any(change => change is { List: "shared", Window: "24h" }));
        Assert.Equal(1, heard.SelectMany(message => message.Changes).Single(change => change is { List: "shared", Window: "24h", ArticleId: "a" }).PreviousRank);

        Task<bool> Told(params string[] places)
        {
            changes.Ring();
            var now = heard.SelectMany(message => message.Changes).Where(change => change is { List: "shared", Window: "24h" }).Select(change => $"{change.ArticleId} {change.Rank}").ToHashSet();
            return Task.FromResult(places.All(now.Contains));
        }
    }

    public sealed class HearChanges(ConcurrentQueue<PopularityChanged> heard) : IConsumer<PopularityChanged>
    {
        public Task Consume(ConsumeContext<PopularityChanged> context)
        {
            heard.Enqueue(context.Message);
            return Task.CompletedTask;
        }
    }
}
