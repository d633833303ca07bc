using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Engagement.Fakes.Site;
using Engagement.Popularity.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Engagement.Tests.Popularity;

public sealed class WebhookTests
{
    static readonly DateTimeOffset Start = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Signatures_are_those_of_the_scheme() =>
        // The example of the Standard Webhooks specification's reference libraries.
        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", StandardWebhooks.Sign("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek",
            DateTimeOffset.FromUnixTimeSeconds(1614265330), "{\"test\": 2432232314}"));

    [Theory, BothLedgers]
    public async Task A_change_is_called_signed_retried_in_order_and_shown(LedgerKind ledger)
    {
        var time = new FakeTimeProvider(Start);
        await using var receiver = await Receiver.Start();
        await using var site = await TestSite.Start(ledger, time, ("Engagement:Fetch:AllowedNetworks:0", "127.0.0.0/8"));
        var created = await (await site.Admin.PostAsJsonAsync("/api/webhooks", new { url = receiver.Url }, Cancellation)).Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        var (id, secret) = (created.GetProperty("id").GetString()!, created.GetProperty("secret").GetString()!);
        var calls = site.Services.GetRequiredService<CallWebhooks>();
        receiver.Answer = 500;
        foreach (var number in new[] { 1, 2, 3 })
        {
            await calls.Call("article.taking-off", "treaty", new { number });
        }

        await receiver.Got(1);
        receiver.Answer = 200;
        await Eventually.True(async () => (await Log(site, id)).Any(delivery => delivery.GetProperty("attempts").GetArrayLength() == 1), "the failure is logged");
        Assert.Single(receiver.Calls);
        time.Advance(TimeSpan.FromSeconds(6));
        site.Services.GetRequiredService<SendWebhooks>().Ring();
        await receiver.Got(4);

        Assert.Equal([1, 1, 2, 3], receiver.Calls.Select(call => JsonDocument.Parse(call.Body).RootElement.GetProperty("data").GetProperty("number").GetInt32()));
        Assert.All(receiver.Calls, call => Assert.Equal(call.Signature, "v1," + Convert.ToBase64String(HMACSHA256.HashData(
            Convert.FromBase64String(secret["whsec_".Length..]), Encoding.UTF8.GetBytes($"{call.Id}.{call.Timestamp}.{call.Body}")))));
        await Eventually.True(async () => (await Log(site, id)).All(delivery => delivery.GetProperty("state").GetString() == "delivered"), "all are delivered");

        await site.Admin.PostAsJsonAsync($"/api/webhooks/{id}/replay", new { since = Start.AddHours(-1) }, Cancellation);
        await receiver.Got(7);
        Assert.Equal(3, receiver.Calls.Select(call => call.Id).Distinct().Count());
    }

    [Fact]
    public async Task A_dead_receiver_is_paused_and_shown_and_replay_goes_on()
    {
        await using var receiver = await Receiver.Start();
        await using var site = await TestSite.Start(LedgerKind.Redis, null, ("Engagement:Fetch:AllowedNetworks:0", "127.0.0.0/8"));
        var created = await (await site.Admin.PostAsJsonAsync("/api/webhooks", new { url = receiver.Url }, Cancellation)).Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        var id = created.GetProperty("id").GetString()!;
        receiver.Answer = 410;
        await site.Services.GetRequiredService<CallWebhooks>().Call("popularity.changed", "lists", new { number = 1 });

        await Eventually.True(async () => (await Subscription(site)).GetProperty("state").GetString() == "paused", "it is paused");
        Assert.Contains("410", (await Subscription(site)).GetProperty("pausedBecause").GetString(), StringComparison.Ordinal);
        Assert.False((await Subscription(site)).TryGetProperty("secret", out _));
        receiver.Answer = 200;
        await site.Admin.PostAsJsonAsync($"/api/webhooks/{id}/replay", new { }, Cancellation);
        await receiver.Got(2);
        Assert.Equal(HttpStatusCode.NoContent, (await site.Admin.DeleteAsync($"/api/webhooks/{id}", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await site.Admin.GetAsync($"/api/webhooks/{id}/deliveries", Cancellation)).StatusCode);
    }

    [Fact]
    public async Task A_receiver_that_is_away_for_days_is_called_later_and_later_then_paused_and_what_waited_comes_in_order_at_replay()
    {
        var time = new FakeTimeProvider(Start);
        await using var receiver = await FakeReceiver.Start(time: time);
        await using var site = await TestSite.Start(LedgerKind.Redis, time, ("Engagement:Fetch:AllowedNetworks:0", "127.0.0.0/8"));
        var created = await (await site.Admin.PostAsJsonAsync("/api/webhooks", new { url = receiver.Address }, Cancellation)).Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        var id = created.GetProperty("id").GetString()!;
        receiver.Until(Trouble.Status(503));
        var calls = site.Services.GetRequiredService<CallWebhooks>();
        await calls.Call("article.taking-off", "treaty", new { number = 1 });
        await calls.Call("article.taking-off", "treaty", new { number = 2 });
        for (var attempt = 1; attempt <= SendWebhooks.BackOff.Count + 1; attempt++)
        {
            await Eventually.True(async () =>
            {
                site.Services.GetRequiredService<SendWebhooks>().Ring();
                return (await Log(site, id)).Max(delivery => delivery.GetProperty("attempts").GetArrayLength()) == attempt;
            }, $"attempt {attempt} was made");
            Assert.Equal(attempt, receiver.Deliveries.Count);
            if (attempt <= SendWebhooks.BackOff.Count)
            {
                time.Advance(SendWebhooks.BackOff[attempt - 1] - TimeSpan.FromSeconds(1));
                site.Services.GetRequiredService<SendWebhooks>().Ring();
                time.Advance(TimeSpan.FromSeconds(1));
            }
        }

        Assert.True(time.GetUtcNow() - Start > TimeSpan.FromDays(3));
        Assert.All(receiver.Deliveries.Zip(receiver.Deliveries.Skip(1)).Select((pair, index) => (pair.Second.At - pair.First.At, Wait: SendWebhooks.BackOff[index])),
            pair => Assert.InRange(pair.Item1, pair.Wait, pair.Wait + TimeSpan.FromSeconds(1)));
        await Eventually.True(async () => (await Subscription(site)).GetProperty("state").GetString() == "paused", "it is paused");
        Assert.Contains("503", (await Subscription(site)).GetProperty("pausedBecause").GetString(), StringComparison.Ordinal);

        receiver.Until(null);
        await site.Admin.PostAsJsonAsync($"/api/webhooks/{id}/replay", new { }, Cancellation);
        await Eventually.True(() => Task.FromResult(receiver.Deliveries.Count == SendWebhooks.BackOff.Count + 3), "both came");
        Assert.Equal([1, 2], receiver.Deliveries.TakeLast(2).Select(delivery => JsonDocument.Parse(delivery.Body).RootElement.GetProperty("data").GetProperty("number").GetInt32()));
    }

    [Fact]
    public async Task Machines_inside_the_house_are_not_called_and_wrong_wishes_are_refused()
    {
        await using var receiver = await Receiver.Start();
        await using var site = await TestSite.Start();
        var created = await (await site.Admin.PostAsJsonAsync("/api/webhooks", new { url = receiver.Url }, Cancellation)).Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        await site.Services.GetRequiredService<CallWebhooks>().Call("popularity.changed", "lists", new { number = 1 });

        await Eventually.True(async () => (await Log(site, created.GetProperty("id").GetString()!)) is [var delivery] && delivery.GetProperty("attempts").GetArrayLength() > 0, "the attempt failed");
        Assert.Empty(receiver.Calls);
        foreach (var wrong in new object[] { new { url = "ftp://example.org" }, new { url = "https://example.org", events = new[] { "rain" } }, new { url = "https://example.org", secret = "short" } })
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await site.Admin.PostAsJsonAsync("/api/webhooks", wrong, Cancellation)).StatusCode);
        }

        Assert.Equal(HttpStatusCode.Unauthorized, (await site.Reader.GetAsync("/api/webhooks", Cancellation)).StatusCode);
    }

    static async Task<List<JsonElement>> Log(TestSite site, string id) =>
        [.. (await site.Admin.GetFromJsonAsync<JsonElement>($"/api/webhooks/{id}/deliveries", Cancellation)).GetProperty("items").EnumerateArray()];

    static async Task<JsonElement> Subscription(TestSite site) =>
        (await site.Admin.GetFromJsonAsync<JsonElement>("/api/webhooks", Cancellation)).GetProperty("items")[0];

    sealed record Call(string Id, string Timestamp, string Signature, string Body);

    sealed class Receiver(WebApplication app) : IAsyncDisposable
    {
        public ConcurrentQueue<Call> Calls { get; } = new();

        public int Answer { get; set; } = 200;

        public string Url => app.Urls.First() + "/hook";

        public static async Task<Receiver> Start()
        {
            var builder = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0"]);
            builder.Logging.ClearProviders();
            var receiver = new Receiver(builder.Build());
            receiver.Map();
            await receiver.Run();
            return receiver;
        }

        public Task Got(int count) => Eventually.True(() => Task.FromResult(Calls.Count >= count), $"{count} calls came");

        public ValueTask DisposeAsync() => app.DisposeAsync();

        Task Run() => app.StartAsync(Cancellation);

        void Map() => app.MapPost("/hook", async (HttpRequest request) =>
        {
            using var body = new StreamReader(request.Body);
            Calls.Enqueue(new(request.Headers["webhook-id"]!, request.Headers["webhook-timestamp"]!, request.Headers["webhook-signature"]!, await body.ReadToEndAsync(Cancellation)));
            return Results.StatusCode(Answer);
        });
    }
}
