using Engagement.Intake.Feeds;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Engagement.Tests.Intake.Feeds;

/// <summary>Two instances watch one feed: each look is made by one of them, and each item is announced once.</summary>
public sealed class SeveralPollersTests
{
    [Fact]
    public async Task Each_look_is_made_once_and_each_item_told_once_whoever_makes_it()
    {
        var items = new List<(string, string, string?, string?)> { FeedSite.Item("/0", "Number 0", "urn:0") };
        var store = await RedisServer.NewDatabase();
        await using var feed = await FeedSite.Start(LedgerKind.Redis, http => FeedSite.Serves([.. items])(http), ("Engagement:Store", store));
        var heard = new Heard();
        await using var other = await TestSite.StartWith(heard.ListenIn, LedgerKind.Redis, feed.Time, ("Engagement:Store", store),
            ("Engagement:Feeds:0:Url", $"{feed.Address}/feed.xml"), ("Engagement:Fetch:AllowedNetworks:0", "127.0.0.0/8"));
        Assert.Single(feed.Requests);

        for (var look = 1; look <= 8; look++)
        {
            items.Insert(0, FeedSite.Item($"/{look}", $"Number {look}", $"urn:{look}"));
            other.Services.GetRequiredService<PollFeeds>().Ring();
            await feed.LookAgain();
            other.Services.GetRequiredService<PollFeeds>().Ring();
            await Eventually.True(() => Task.FromResult(Told($"Number {look}") == 1), $"item {look} is told");
            Assert.Equal(look + 1, feed.Requests.Count);
        }

        Assert.All(Enumerable.Range(1, 8), look => Assert.Equal(1, Told($"Number {look}")));

        int Told(string title) => feed.Heard.Articles.Concat(heard.Articles).Count(article => article.Title == title && !article.Backfill);
    }
}
