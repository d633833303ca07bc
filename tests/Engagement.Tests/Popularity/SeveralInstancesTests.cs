using System.Collections.Concurrent;
using Engagement.Contracts;
using Engagement.Platform.Bus;
using Engagement.Popularity.Ranking;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Engagement.Tests.Popularity;

/// <summary>Two instances on one ledger show the same lists, count each message once between them, and speak once.</summary>
public sealed class SeveralInstancesTests
{
    static readonly DateTimeOffset Start = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Two_instances_count_once_slide_once_and_tell_once()
    {
        var time = new FakeTimeProvider(Start);
        var store = await RedisServer.NewDatabase();
        var heard = new ConcurrentQueue<PopularityChanged>();
        await using var one = await Instance();
        await using var other = await Instance();
        var readers = new Readers(one);
        var mirror = new Readers(other);
        await readers.Publish("treaty");
        await readers.Publish("missile");

        // Each message reaches both: delivered again to another instance, as a broker does when the first was slow.
        var random = new Random(5);
        for (var round = 0; round < 40; round++)
        {
            var message = readers.Counted(random.Next(2) == 0 ? "treaty" : "missile", Start.AddMinutes(-random.Next(50)));
            await Task.WhenAll(readers.Apply([.. message.Articles]), mirror.Apply([.. message.Articles]));
        }

        await Eventually.True(async () => (await readers.Scores("list=shared&window=1h")).Sum(article => article.Score) == 40, "one shows them all");
        await Eventually.True(async () => (await mirror.Scores("list=shared&window=1h")).Sum(article => article.Score) == 40, "so does the other");
        Assert.Equal(await readers.Popular("list=trending"), await mirror.Popular("list=trending"));

        // Both slide the same window at the same moment; each count leaves once, and nothing goes below nought.
        for (var minute = 1; minute <= 70; minute += 3)
        {
            time.SetUtcNow(Start.AddMinutes(minute));
            await Task.WhenAll(
                one.Services.GetRequiredService<SlideWindows>().Slide(TestContext.Current.CancellationToken),
                other.Services.GetRequiredService<SlideWindows>().Slide(TestContext.Current.CancellationToken));
        }

        await readers.Shows("list=shared&window=1h");
        await mirror.Shows("list=shared&window=1h");
        await readers.Count("treaty", time.GetUtcNow());
        await readers.Shows("list=shared&window=1h", "treaty 1");
        await Eventually.True(async () => (await mirror.Scores("list=shared&window=all")).Sum(article => article.Score) == 41, "nothing was lost on the way");

        var told = heard.SelectMany(message => message.Changes.Select(change => (message.At, change.List, change.Window, change.ArticleId))).ToList();
        Assert.NotEmpty(told);
        Assert.Equal(told.Count, told.Distinct().Count());

        Task<TestSite> Instance() => TestSite.StartWith(builder =>
        {
            builder.Services.AddSingleton(heard);
            builder.AddConsumer<ChangesTests.HearChanges>("test");
        }, LedgerKind.Redis, time, ("Engagement:Store", store));
    }
}
