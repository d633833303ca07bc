using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using Engagement.Contracts;
using Engagement.Fakes.Site;
using Engagement.Platform.Bus;
using Engagement.Popularity.Alerts;
using Engagement.Popularity.Stream;
using Engagement.Popularity.Webhooks;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Engagement.Tests.Popularity;

public sealed class TakeOffTests
{
    static readonly DateTimeOffset Start = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Readings_tell_a_spike_its_doublings_that_it_goes_on_and_that_it_is_back()
    {
        var told = Tell([
            (0, 1), (1, 4), (2, 1),                 // one reading over the threshold is no take-off
            (10, 4), (11, 4), (12, 4),
            (13, 7), (14, 7), (15, 13), (16, 13), (17, 4),
            (11 + 360, 4), (11 + 361, 4),
            (400, 1), (401, 4), (402, 4), (403, 4), // below half, then over again at once: not told
            (400 + 360, 1), (400 + 361, 4), (400 + 362, 4), (400 + 363, 4),
        ]);

        Assert.Equal(["11 spike 1", "14 multiple 2", "16 multiple 4", "371 sustained 4", "762 back-rising 1"], told);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(20261101)]
    public void Of_twenty_bursts_in_thirty_days_nineteen_are_found_within_two_minutes_and_false_alarms_are_rare(int seed)
    {
        var (articles, found, falseAlarms) = BurstTrace.Watch(seed);

        TestContext.Current.TestOutputHelper?.WriteLine($"{articles} articles, {found} of {BurstTrace.Bursts} bursts within two minutes, {falseAlarms} false alarms in 30 days");
        Assert.InRange(found, 19, BurstTrace.Bursts);
        Assert.InRange(falseAlarms, 0, BurstTrace.Days);
    }

    [Fact]
    public void A_minute_far_over_the_threshold_arms_and_the_next_reading_decides()
    {
        var (sudden, none) = TakeOff.Idle.Read(rate: 2, lastMinute: 10, threshold: 3, Start);

        Assert.Null(none);
        Assert.Equal("spike", sudden.Read(rate: 4, lastMinute: 10, threshold: 3, Start.AddMinutes(1)).Tell);
        Assert.Equal((TakeOff.Idle, null), sudden.Read(rate: 2.5, lastMinute: 2, threshold: 3, Start.AddMinutes(1)));
    }

    [Theory, BothLedgers]
    public async Task An_article_that_takes_off_is_told_once_and_again_only_for_news_even_over_a_restart(LedgerKind ledger)
    {
        var time = new FakeTimeProvider(Start.AddHours(10));
        await using var site = await TestSite.Start(ledger, time);
        var readers = new Readers(site);
        await readers.Publish("treaty");
        for (var minute = 0; minute < 4; minute++)
        {
            await readers.Count("treaty", time.GetUtcNow(), times: 30);
            await readers.Shows("list=shared&window=1h", $"treaty {30 * (minute + 1)}");
            time.Advance(TimeSpan.FromMinutes(1));
            await site.Watch();
        }

        var before = await site.Alerts();
        Assert.Equal(["multiple 4", "spike 2"], before.Select(alert => $"{alert.State} {alert.Multiple}"));
        await site.Restart();
        await readers.Shows("list=shared&window=1h", "treaty 120");
        await site.Watch();
        Assert.Equal(before.Count, (await site.Alerts()).Count);
    }

    [Theory, BothLedgers]
    public async Task What_is_usual_in_one_section_is_a_take_off_in_another(LedgerKind ledger)
    {
        var time = new FakeTimeProvider(Start.AddHours(10));
        await using var site = await TestSite.Start(ledger, time);
        var readers = new Readers(site);
        for (var number = 0; number <= 20; number++)
        {
            await readers.Publish($"match-{number}", "Sport");
            await readers.Publish($"poem-{number}", "Culture");
            await readers.Count($"match-{number}", time.GetUtcNow(), times: 60);
            await readers.Count($"poem-{number}", time.GetUtcNow(), times: 3);
        }

        await Eventually.True(async () => (await readers.Popular("list=shared&window=1h&limit=100")).Length == 42, "all are listed");
        time.Advance(TimeSpan.FromMinutes(1));
        await site.Watch();
        Assert.Empty(await site.Alerts());

        time.Advance(TimeSpan.FromHours(2));
        await readers.Publish("final", "Sport");
        await readers.Publish("premiere", "Culture");
        for (var minute = 1; minute <= 3; minute++)
        {
            await readers.Count("final", time.GetUtcNow(), times: 15);
            await readers.Count("premiere", time.GetUtcNow(), times: 15);
            await readers.Shows("list=shared&window=1h", $"final {15 * minute}", $"premiere {15 * minute}");
            time.Advance(TimeSpan.FromMinutes(1));
            await site.Watch();
        }

        // Nine shares a minute: three times what any poem reached, and less than every match.
        Assert.Equal(["premiere multiple 2", "premiere spike 1"], (await site.Alerts()).Select(alert => $"{alert.ArticleId} {alert.State} {alert.Multiple}"));
    }

    [Theory, BothLedgers]
    public async Task A_take_off_reaches_the_stream_the_webhook_the_mail_and_the_bus(LedgerKind ledger)
    {
        var time = new FakeTimeProvider(Start.AddHours(10));
        var heard = new ConcurrentQueue<ArticleTakingOff>();
        await using var mailbox = FakeMailbox.Start();
        await using var receiver = await FakeReceiver.Start(time: time);
        await using var site = await TestSite.StartWith(builder =>
            {
                builder.Services.AddSingleton(heard);
                builder.AddConsumer<HearAlerts>("test");
            }, ledger, time, ("Engagement:Fetch:AllowedNetworks:0", "127.0.0.0/8"), ("Engagement:Mail:Host", "127.0.0.1"), ("Engagement:Mail:Port", $"{mailbox.Port}"),
            ("Engagement:Mail:Tls", "false"), ("Engagement:Mail:To:0", "desk@example.org"));
        (await site.Admin.PostAsJsonAsync("/api/webhooks", new { url = receiver.Address, events = new[] { "article.taking-off" } }, Cancellation)).EnsureSuccessStatusCode();
        using var answer = await site.Reader.GetAsync("/api/popular/stream?list=shared", HttpCompletionOption.ResponseHeadersRead, Cancellation);
        await using var body = await answer.Content.ReadAsStreamAsync(Cancellation);
        await using var line = SseParser.Create(body).EnumerateAsync(Cancellation).GetAsyncEnumerator(Cancellation);
        var stream = site.Services.GetServices<IHostedService>().OfType<StreamAlerts>().Single();
        var readers = new Readers(site);
        await readers.Publish("treaty");
        await line.MoveNextAsync();
        stream.Ring();

        for (var minute = 0; minute < 2; minute++)
        {
            await readers.Count("treaty", time.GetUtcNow(), times: 30);
            await readers.Shows("list=shared&window=1h", $"treaty {30 * (minute + 1)}");
            time.Advance(TimeSpan.FromMinutes(1));
            await site.Watch();
        }

        stream.Ring();
        while (line.Current.EventType != "taking-off")
        {
            await line.MoveNextAsync();
        }

        Assert.Contains("\"articleId\":\"treaty\"", line.Current.Data, StringComparison.Ordinal);
        await Eventually.True(() =>
        {
            site.Services.GetServices<IHostedService>().OfType<MailAlerts>().Single().Ring();
            site.Services.GetRequiredService<SendWebhooks>().Ring();
            return Task.FromResult(mailbox.Mails.Count == 1 && receiver.Deliveries.Count == 1 && !heard.IsEmpty);
        }, "mail, call and message came");
        Assert.Contains("About treaty", mailbox.Mails[0].Content, StringComparison.Ordinal);
        Assert.Contains("\"type\":\"article.taking-off\"", receiver.Deliveries[0].Body, StringComparison.Ordinal);
        Assert.Equal(("treaty", "spike"), (heard.Single().ArticleId, heard.Single().State));
    }

    sealed class HearAlerts(ConcurrentQueue<ArticleTakingOff> heard) : IConsumer<ArticleTakingOff>
    {
        public Task Consume(ConsumeContext<ArticleTakingOff> context)
        {
            heard.Enqueue(context.Message);
            return Task.CompletedTask;
        }
    }

    static List<string> Tell(IEnumerable<(int Minute, double Rate)> readings)
    {
        var (state, told) = (TakeOff.Idle, new List<string>());
        foreach (var (minute, rate) in readings)
        {
            (state, var tell) = state.Read(rate, rate, 3, Start.AddMinutes(minute));
            if (tell is not null)
            {
                told.Add($"{minute} {tell} {state.Multiple}");
            }
        }

        return told;
    }
}
