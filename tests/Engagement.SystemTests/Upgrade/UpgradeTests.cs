using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Engagement.Tests;
using RabbitMQ.Client;
using StackExchange.Redis;
using Xunit;

namespace Engagement.SystemTests.Upgrade;

/// <summary>
/// Today's program starts on what an older one left: a ledger, and messages that still lie in queues. The files beside this one were written
/// by 0.1.0, in ledger format 1. They are never changed; a new format gets files of its own, written with <c>ENGAGEMENT_WRITE_UPGRADE=1</c>.
/// </summary>
public sealed class UpgradeTests
{
    const string Format = "format-1";

    static readonly string Folder = Path.Combine(Repository.Folder, "tests/Engagement.SystemTests/Upgrade");

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Todays_program_goes_on_where_an_older_one_stopped()
    {
        if (Environment.GetEnvironmentVariable("ENGAGEMENT_WRITE_UPGRADE") == "1")
        {
            await Write();
        }

        var store = await RedisServer.NewDatabase();
        await using var redis = await ConnectionMultiplexer.ConnectAsync(store);
        await LedgerFile.Load(Path.Combine(Folder, $"{Format}.ledger.ndjson"), redis.GetDatabase());
        var bus = await (await RabbitServer.Shared()).NewHost();
        await Leave(bus, await File.ReadAllTextAsync(Path.Combine(Folder, $"{Format}.message.json"), Cancel),
            "engagement.counter.on-article-published", "engagement.popularity.on-article-published", "engagement.publisher.on-article-published");
        await using var site = await Installation.Start(Mode.Split, store, bus);

        await Eventually.True(async () => (await Counts(site)).TryGetProperty("queued", out _), "the message of the older program is taken", withinSeconds: 60);
        var treaty = (await Counts(site)).GetProperty("treaty");
        Assert.Equal(3, treaty.GetProperty("shares").GetInt32());
        Assert.Equal(2, treaty.GetProperty("bookmarks").GetInt32());
        Assert.Equal(HttpStatusCode.NoContent, await Send(site, "share-1", "share"));
        Assert.Equal(HttpStatusCode.NoContent, await Send(site, "share-new", "share"));
        Assert.Equal(4, (await Counts(site)).GetProperty("treaty").GetProperty("shares").GetInt32());
        Assert.Equal("Treaty enters into force", (await Get(site, "intake", "/api/articles/treaty")).GetProperty("title").GetString());
        await Eventually.True(async () => (await Get(site, "publisher", "/api/posts?articles=treaty,queued")).GetProperty("posts").GetArrayLength() == 2, "both posts are there");
        Assert.Equal("AwaitingApproval", (await Get(site, "publisher", "/api/posts?article=treaty")).GetProperty("posts")[0].GetProperty("state").GetString());
        await Eventually.True(async () => (await Get(site, "popularity", "/api/popular?list=shared&window=all")).GetProperty("articles").EnumerateArray()
            .Any(article => article.GetProperty("id").GetString() == "treaty" && article.GetProperty("score").GetDouble() == 4), "the list goes on", withinSeconds: 60);
        Assert.Equal("https://example.com/hook", (await Get(site, "popularity", "/api/webhooks")).GetProperty("items")[0].GetProperty("url").GetString());
    }

    /// <summary>What today's program leaves.</summary>
    static async Task Write()
    {
        var store = await RedisServer.NewDatabase();
        await using var redis = await ConnectionMultiplexer.ConnectAsync($"{store},allowAdmin=true");
        var bus = await (await RabbitServer.Shared()).NewHost();
        await using var site = await Installation.Start(Mode.Split, store, bus, ("Engagement:Queue:Approval", "true"), ("Engagement:Counter:VisitorWindow", "00:00:00"));
        await site.Of("popularity").Admin.PostAsJsonAsync("/api/webhooks", new { url = "https://example.com/hook", events = new[] { "article.taking-off" } }, Cancel);
        await Publish(site, "treaty", "Treaty enters into force");
        await Eventually.True(async () => (await Counts(site)).TryGetProperty("treaty", out _), "the article is known", withinSeconds: 60);
        foreach (var (id, kind) in new[] { ("share-1", "share"), ("share-2", "share"), ("share-3", "share"), ("mark-1", "bookmark"), ("mark-2", "bookmark") })
        {
            Assert.Equal(HttpStatusCode.NoContent, await Send(site, id, kind));
        }

        await Eventually.True(async () => (await Get(site, "popularity", "/api/popular?list=shared&window=all")).GetProperty("articles").GetArrayLength() == 1, "it is listed", withinSeconds: 60);
        await Eventually.True(async () => (await Get(site, "publisher", "/api/posts?article=treaty")).GetProperty("posts").GetArrayLength() == 1, "it waits for approval", withinSeconds: 60);
        await LedgerFile.Write(Path.Combine(Folder, $"{Format}.ledger.ndjson"), redis.GetServers()[0], redis.GetDatabase());

        await using var connection = await new ConnectionFactory { Uri = new Uri(bus) }.CreateConnectionAsync(Cancel);
        var channel = await connection.CreateChannelAsync(cancellationToken: Cancel);
        await channel.QueueDeclareAsync("listens", cancellationToken: Cancel);
        await channel.QueueBindAsync("listens", "engagement.article-published", "", cancellationToken: Cancel);
        await Publish(site, "queued", "It lay in a queue");
        await Eventually.True(async () => await channel.BasicGetAsync("listens", true, Cancel) is { } message && await Keep(message.Body), "it is said");
    }

    static async Task<bool> Keep(ReadOnlyMemory<byte> body)
    {
        using var envelope = JsonDocument.Parse(body);
        await File.WriteAllTextAsync(Path.Combine(Folder, $"{Format}.message.json"), Encoding.UTF8.GetString(body.Span) + "\n", Cancel);
        return envelope.RootElement.GetProperty("message").GetProperty("article").GetProperty("id").GetString() == "queued";
    }

    static async Task Leave(string bus, string message, params IEnumerable<string> queues)
    {
        await using var connection = await new ConnectionFactory { Uri = new Uri(bus) }.CreateConnectionAsync(Cancel);
        var channel = await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), Cancel);
        foreach (var queue in queues)
        {
            await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" }, cancellationToken: Cancel);
            await channel.BasicPublishAsync("", queue, mandatory: true, new BasicProperties { ContentType = "application/vnd.masstransit+json", Persistent = true }, Encoding.UTF8.GetBytes(message), Cancel);
        }
    }

    static async Task Publish(Installation site, string id, string title)
    {
        using var accepted = await site.Of("intake").Admin.PostAsJsonAsync("/api/articles", new { id, url = $"https://example.org/{id}.html", title }, Cancel);
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
    }

    static async Task<HttpStatusCode> Send(Installation site, string id, string kind)
    {
        using var answer = await site.Of("counter").Reader.PostAsJsonAsync("/e", new { id, article = "treaty", kind, target = kind == "share" ? "x" : null, device = $"device-of-{id}-0123456789" }, Cancel);
        return answer.StatusCode;
    }

    static async Task<JsonElement> Counts(Installation site) =>
        (await site.Of("counter").Reader.GetFromJsonAsync<JsonElement>("/api/counts?ids=treaty,queued", Cancel)).GetProperty("counts");

    static Task<JsonElement> Get(Installation site, string service, string path) => site.Of(service).Admin.GetFromJsonAsync<JsonElement>(path, Cancel);
}
