using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using RabbitMQ.Client;
using Xunit;

namespace Engagement.Tests.Intake;

/// <summary>A CMS with nothing but an AMQP client.</summary>
public sealed class AmqpTests(AmqpTests.OwnBroker broker) : IClassFixture<AmqpTests.OwnBroker>
{
    readonly RabbitServer rabbit = broker.Rabbit;

    /// <summary>Another test's site on a shared broker would take these messages.</summary>
    public sealed class OwnBroker : IAsyncLifetime
    {
        public RabbitServer Rabbit { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Rabbit = await RabbitServer.Start();

        public ValueTask DisposeAsync() => Rabbit.DisposeAsync();
    }

    static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_cms_publishes_plain_json_and_its_articles_are_announced()
    {
        var heard = new Heard();
        await using var site = await TestSite.StartWith(heard.ListenIn, LedgerKind.Redis, null, ("Engagement:Bus", rabbit.Uri));
        await using var cms = await Cms.Connect(rabbit.Uri);

        await cms.Publish("""{ "id": "camel", "url": "https://example.org/camel", "title": "Camel", "publishedAt": "2026-11-23T10:00:00Z" }""");
        await cms.Publish("""{ "id": "snake", "url": "https://example.org/snake", "title": "Snake", "published_at": "2026-11-23T10:00:00Z", "no_social": true }""", "text/plain");
        await cms.Publish("""[{ "id": "one", "url": "https://example.org/one", "title": "One" }, { "id": "two", "url": "https://example.org/two", "title": "Two" }]""");

        foreach (var id in new[] { "camel", "snake", "one", "two" })
        {
            await heard.Until($"published {id} 1");
        }

        Assert.True((await site.Article("snake")).GetProperty("noSocial").GetBoolean());
        Assert.Equal(new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero), (await site.Article("snake")).GetProperty("publishedAt").GetDateTimeOffset());
    }

    [Fact]
    public async Task How_much_waits_in_the_queues_and_lies_beside_them_is_told_with_what_to_do()
    {
        await using var site = await TestSite.Start(LedgerKind.Redis, null, ("Engagement:Bus", rabbit.Uri));
        await Eventually.True(async () => (await Figure("bus-waiting")).ValueKind == JsonValueKind.Object, "the queues are there", withinSeconds: 30);
        Assert.Equal(0, (await Figure("bus-waiting")).GetProperty("value").GetDouble());
        Assert.Equal(0, (await Figure("bus-aside")).GetProperty("value").GetDouble());
        await using var connection = await new ConnectionFactory { Uri = new Uri(rabbit.Uri) }.CreateConnectionAsync(Cancelled);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Cancelled);
        await channel.QueueDeclareAsync("engagement.counter.on-article-published_error", durable: true, exclusive: false, autoDelete: false, cancellationToken: Cancelled);

        await channel.BasicPublishAsync("", "engagement.counter.on-article-published_error", new ReadOnlyMemory<byte>([1]), Cancelled);

        await Eventually.True(async () => (await Figure("bus-aside")).GetProperty("value").GetDouble() == 1, "it is told");
        Assert.Contains("_error", (await Figure("bus-aside")).GetProperty("problem").GetString(), StringComparison.Ordinal);
        await channel.QueueDeleteAsync("engagement.counter.on-article-published_error", cancellationToken: Cancelled);

        // However often it is asked there is one connection for it, and another where that one is gone.
        var looking = Assert.Single(await Looking());
        await rabbit.Ask("rabbitmqctl", "-q", "close_connection", looking, "a test");
        await Eventually.True(async () => (await Figure("bus-waiting")).ValueKind == JsonValueKind.Object, "it is told again");
        Assert.NotEqual(looking, Assert.Single(await Looking()));

        async Task<IEnumerable<string>> Looking() => (await rabbit.Ask("rabbitmqctl", "-q", "list_connections", "pid", "client_properties")).Split('\n')
            .Where(line => line.Contains("engagement looks", StringComparison.Ordinal)).Select(line => line.Split('\t')[0]);

        async Task<JsonElement> Figure(string name) => (await site.Admin.GetFromJsonAsync<JsonElement>("/api/system", Cancelled)).GetProperty("figures").EnumerateArray()
            .FirstOrDefault(figure => figure.GetProperty("name").GetString() == name);
    }

    [Fact]
    public async Task Versions_that_follow_each_other_at_once_end_with_the_last()
    {
        await using var site = await TestSite.Start(LedgerKind.Redis, null, ("Engagement:Bus", rabbit.Uri));
        await using var cms = await Cms.Connect(rabbit.Uri);

        for (var version = 1; version <= 50; version++)
        {
            await cms.Publish($$"""{ "id": "hot", "url": "https://example.org/hot", "title": "Version {{version}}" }""");
        }

        await Eventually.True(async () => (await site.Listing("ids=hot")).GetProperty("articles").EnumerateArray()
            .Any(article => article.GetProperty("revision").GetInt64() == 50), "50 revisions", withinSeconds: 60);
        Assert.Equal("Version 50", (await site.Article("hot")).GetProperty("title").GetString());
    }

    [Fact]
    public async Task A_broken_message_goes_aside_with_its_reason_and_is_replayed_when_the_cause_is_gone()
    {
        await using var site = await TestSite.Start(LedgerKind.Redis, null, ("Engagement:Bus", rabbit.Uri));
        await using var cms = await Cms.Connect(rabbit.Uri);
        await site.Tell("""{ "id": "a", "url": "https://example.org/taken", "title": "Has the URL" }""");

        await cms.Publish("{ broken");
        await cms.Publish("""{ "id": "half", "url": "https://example.org/half", "title": "Half", "\ud800": 1 }""");
        await cms.Publish("""[{ "url": "https://elsewhere.example.net/x", "title": "Foreign" }, { "id": "good", "url": "https://example.org/good", "title": "Good" }]""");
        await cms.Publish("""{ "id": "a", "url": "https://example.org/own", "title": "Own" }""");
        await cms.Publish("""{ "id": "c", "url": "https://example.org/c", "title": "C" }""");
        await cms.Publish("""{ "id": "c", "url": "https://example.org/own", "title": "C moves in" }""");

        await Eventually.True(async () => (await Aside(site)).Count == 4, "four are aside", withinSeconds: 60);
        var aside = await Aside(site);
        Assert.Contains(aside, message => message.Reason.StartsWith("It is not JSON", StringComparison.Ordinal));
        Assert.Contains(aside, message => message.Reason.Contains("no Unicode", StringComparison.Ordinal));
        Assert.Contains(aside, message => message.Reason.Contains("elsewhere.example.net", StringComparison.Ordinal));
        Assert.Equal("Good", (await site.Article("good")).GetProperty("title").GetString());

        var taken = aside.Single(message => message.Reason.Contains("already belongs to article a", StringComparison.Ordinal));
        using (await site.Admin.DeleteAsync("/api/articles/a", Cancelled))
        {
        }

        using var replayed = await site.Admin.PostAsync($"/api/intake/aside/{taken.Id}/replay", null, Cancelled);
        Assert.True((await replayed.Content.ReadFromJsonAsync<JsonElement>(Cancelled)).GetProperty("taken").GetBoolean());
        Assert.Equal("https://example.org/own", (await site.Article("c")).GetProperty("url").GetString());
        Assert.Equal(3, (await Aside(site)).Count);

        using var gone = await site.Admin.DeleteAsync($"/api/intake/aside/{(await Aside(site))[0].Id}", Cancelled);
        Assert.Equal(2, (await Aside(site)).Count);
    }

    static async Task<IReadOnlyList<(string Id, string Reason)>> Aside(TestSite site) =>
        [.. (await site.Admin.GetFromJsonAsync<JsonElement>("/api/intake/aside", Cancelled)).EnumerateArray()
            .Select(message => (message.GetProperty("id").GetString()!, message.GetProperty("reason").GetString()!))];

    sealed class Cms(IConnection connection, IChannel channel) : IAsyncDisposable
    {
        public static async Task<Cms> Connect(string uri)
        {
            var connection = await new ConnectionFactory { Uri = new Uri(uri) }.CreateConnectionAsync(Cancelled);
            var channel = await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), Cancelled);
            await channel.ExchangeDeclareAsync("engagement.articles", ExchangeType.Fanout, durable: true, cancellationToken: Cancelled);
            // Bound before anything is published: the site may still be starting.
            await Eventually.True(async () =>
            {
                await using var probe = await connection.CreateChannelAsync(cancellationToken: Cancelled);
                try
                {
                    await probe.QueueDeclarePassiveAsync("engagement.intake.on-raw-articles", Cancelled);
                    return true;
                }
                catch (RabbitMQ.Client.Exceptions.OperationInterruptedException)
                {
                    return false;
                }
            }, "the intake listens");
            return new(connection, channel);
        }

        public async Task Publish(string body, string? contentType = null) => await channel.BasicPublishAsync("engagement.articles", "", mandatory: false,
            new BasicProperties { ContentType = contentType, Persistent = true }, Encoding.UTF8.GetBytes(body), Cancelled);

        public async ValueTask DisposeAsync()
        {
            await channel.DisposeAsync();
            await connection.DisposeAsync();
        }
    }
}
