using Engagement.Contracts;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Engagement.Tests.Popularity;

public sealed class RisingTests
{
    static readonly DateTimeOffset Start = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    [Theory, BothLedgers]
    public async Task What_does_far_better_than_is_usual_for_it_rises_and_small_numbers_do_not(LedgerKind ledger)
    {
        await using var site = await TestSite.Start(ledger, new FakeTimeProvider(Start));
        var readers = new Readers(site);
        foreach (var article in new[] { "steady", "surging", "single" })
        {
            await readers.Publish(article);
        }

        for (var minute = 0; minute < 24 * 60; minute += 10)
        {
            await readers.Count("steady", Start.AddMinutes(-minute), times: 10);
            await readers.Count("surging", Start.AddMinutes(-minute));
        }

        await readers.Count("surging", Start.AddMinutes(-3), times: 20);
        await readers.Count("single", Start.AddMinutes(-3), times: 4);

        await Eventually.True(async () => (await readers.Popular("list=rising")).Select(article => article.Split(' ')[0]).SequenceEqual(["surging"]), "only one rises");
        await Eventually.True(async () => (await readers.Popular("list=rising&section=Security")).Length == 1, "it rises in its section");
    }

    [Theory, BothLedgers]
    public async Task Engagement_on_a_network_counts_lightly_once_and_never_backwards(LedgerKind ledger)
    {
        await using var site = await TestSite.Start(ledger, new FakeTimeProvider(Start));
        var readers = new Readers(site);
        await readers.Publish("treaty");
        PostMetricsChanged Reading(int minutes, long likes, long reposts) => new("p1", "treaty", "x", "1",
            new Dictionary<string, long> { ["likes"] = likes, ["reposts"] = reposts, ["impressions"] = 90_000 }, Start.AddMinutes(minutes));

        await readers.Say(Reading(0, 10, 5));
        await readers.Shows("list=trending", "treaty 4");
        await readers.Say(Reading(0, 10, 5));
        await readers.Say(Reading(-10, 3, 1));
        await readers.Count("treaty", Start);

        await readers.Shows("list=trending", "treaty 7");
    }

    [Theory, BothLedgers]
    public async Task Sections_take_turns_in_a_fair_list(LedgerKind ledger)
    {
        await using var site = await TestSite.Start(ledger, new FakeTimeProvider(Start));
        var readers = new Readers(site);
        foreach (var (article, section, shares) in new[] { ("big1", "World", 90), ("big2", "World", 80), ("big3", "World", 70), ("small1", "Books", 3), ("small2", "Books", 2) })
        {
            await readers.Publish(article, section);
            await readers.Count(article, Start, times: shares);
        }

        await readers.Shows("list=shared&fair=true", "big1 90", "small1 3", "big2 80", "small2 2", "big3 70");
    }
}
