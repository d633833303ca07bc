using Engagement.Intake.Catalogue;
using Engagement.Platform.Store;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Engagement.Tests.Intake;

public sealed class AnnounceAcceptedTests
{
    static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, BothLedgers]
    public async Task What_is_accepted_is_announced_and_then_owed_no_more(LedgerKind ledger)
    {
        var heard = new Heard();
        await using var site = await TestSite.StartWith(heard.ListenIn, ledger);

        await site.Tell("""{ "id": "a", "url": "https://example.org/a", "title": "One" }""");
        await heard.Until("published a 1");
        await site.Tell("""{ "id": "a", "url": "https://example.org/a", "title": "Two" }""");
        await heard.Until("updated a 2");
        using var gone = await site.Admin.DeleteAsync("/api/articles/a", Cancelled);
        await heard.Until("withdrawn a 3");

        Assert.Equal(["published a 1", "updated a 2", "withdrawn a 3"], heard.Messages);
        await Eventually.True(async () => await Owed(site) == 0, "the outbox is empty");
    }

    [Theory, BothLedgers]
    public async Task Old_articles_are_told_of_a_hundred_at_a_time_and_news_one_by_one(LedgerKind ledger)
    {
        var heard = new Heard();
        await using var site = await TestSite.StartWith(heard.ListenIn, ledger);

        await site.Tell($"[{string.Join(',', Enumerable.Range(0, 250).Select(n => $$"""{ "id": "a{{n}}", "url": "https://example.org/{{n}}", "title": "No. {{n}}", "backfill": {{(n < 240 ? "true" : "false")}} }"""))}]");
        await heard.Until(250);

        Assert.Equal(Enumerable.Range(0, 250).Select(n => $"published a{n} 1{(n < 240 ? " backfill" : "")}").Order(), heard.Messages.Order());
        Assert.Equal(240, heard.Together.Sum());
        Assert.All(heard.Together, together => Assert.InRange(together, 1, 100));
        Assert.InRange(heard.Together.Count, 3, 12);
        await Eventually.True(async () => await Owed(site) == 0, "the outbox is empty");
    }

    [Theory, BothLedgers]
    public async Task After_a_restart_the_last_day_is_announced_again_and_what_is_older_is_not(LedgerKind ledger)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero));
        var heard = new Heard();
        await using var site = await TestSite.StartWith(heard.ListenIn, ledger, time);
        await site.Tell("""{ "id": "old", "url": "https://example.org/old", "title": "Old" }""");
        await heard.Until("published old 1");
        time.Advance(TimeSpan.FromHours(20));
        await site.Tell("""[{ "id": "new", "url": "https://example.org/new", "title": "New" }, { "id": "gone", "url": "https://example.org/gone", "title": "Gone" }]""");
        using var gone = await site.Admin.DeleteAsync("/api/articles/gone", Cancelled);
        await heard.Until("withdrawn gone 2");
        await Eventually.True(async () => await Owed(site) == 0, "nothing is owed");
        heard.Forget();
        time.Advance(TimeSpan.FromHours(5));

        await site.Restart();

        await heard.Until("published new 1");
        await heard.Until("withdrawn gone 2");
        Assert.DoesNotContain(heard.Messages, message => message.Contains("old", StringComparison.Ordinal));
    }

    [Theory, BothLedgers]
    public async Task What_was_owed_when_the_process_died_is_announced_by_the_next(LedgerKind ledger)
    {
        var heard = new Heard();
        await using var site = await TestSite.StartWith(heard.ListenIn, ledger);
        await site.Tell("""{ "id": "a", "url": "https://example.org/a", "title": "One" }""");
        await Eventually.True(async () => await Owed(site) == 0, "announced");
        heard.Forget();

        // As it stands after a kill between the answer and the announcement.
        await new DueSet(site.Services.GetRequiredService<Ledger>(), Keys.Outbox).Put("Published:1:a", DateTimeOffset.UnixEpoch);

        await heard.Until("published a 1");
        await Eventually.True(async () => await Owed(site) == 0, "the outbox is empty");
    }

    static Task<long> Owed(TestSite site) => new DueSet(site.Services.GetRequiredService<Ledger>(), Keys.Outbox).Count();
}
