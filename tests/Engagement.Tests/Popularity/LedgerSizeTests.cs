using Engagement.Platform.Store;
using Engagement.Popularity.Articles;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using StackExchange.Redis;
using Xunit;

namespace Engagement.Tests.Popularity;

/// <summary>The figures that the README states: what an article costs in the ledger.</summary>
public sealed class LedgerSizeTests
{
    static readonly DateTimeOffset Start = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task An_archived_article_costs_at_most_1_100_bytes_and_one_that_was_shared_today_6_000()
    {
        const int articles = 2_000;
        await using var site = await TestSite.Start(LedgerKind.Redis, new FakeTimeProvider(Start));
        var readers = new Readers(site);
        var keep = site.Services.GetRequiredService<KeepArticle>();
        foreach (var number in Enumerable.Range(0, articles))
        {
            await keep.Keep(Readers.An($"2026-{number:00000}", "Security", 1, "Nuclear Issues", "Missile Defense", $"Tag {number % 50}") with
            {
                Title = "Treaty enters into force after years of negotiations between the parties",
                Summary = new string('s', 200),
            }, Start);
        }

        var archived = await Bytes(site);
        foreach (var some in Enumerable.Range(0, articles).Chunk(100))
        {
            await readers.Apply([.. some.SelectMany(number => readers.Counted($"2026-{number:00000}", Start.AddMinutes(-number % 60)).Articles)]);
        }

        var shared = await Bytes(site);
        TestContext.Current.TestOutputHelper?.WriteLine($"archived {archived / articles} bytes an article, shared today {shared / articles}");
        Assert.InRange(archived / articles, 0, 1_100);
        Assert.InRange(shared / articles, 0, 6_000);
    }

    static async Task<long> Bytes(TestSite site)
    {
        var db = site.Services.GetRequiredService<Ledger>().Db;
        var connection = site.Services.GetRequiredService<IConnectionMultiplexer>();
        var total = 0L;
        await foreach (var key in connection.GetServer(connection.GetEndPoints()[0]).KeysAsync(db.Database, "{pop}:*", pageSize: 1_000))
        {
            total += (long?)await db.ExecuteAsync("MEMORY", "USAGE", key, "SAMPLES", "0") ?? 0;
        }

        return total;
    }
}
