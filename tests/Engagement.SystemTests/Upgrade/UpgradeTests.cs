using System.Text;
using System.Text.Json;
using Engagement.Tests;
using RabbitMQ.Client;
using StackExchange.Redis;
using Xunit;

namespace Engagement.SystemTests.Upgrade;

/// <summary>
/// Today's program starts on what an older one left: a ledger, and messages that still lie in queues. The files of format 1 beside this one were
/// written by 0.1.0. They are never changed; a new format gets files of its own, written with <c>ENGAGEMENT_WRITE_UPGRADE=1</c>.
/// </summary>
public sealed class UpgradeTests
{
    const string Today = "format-2";

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData("format-1"), InlineData(Today)]
    public async Task Todays_program_goes_on_where_an_older_one_stopped(string format)
    {
        if (Left.IsWriting && format == Today)
        {
            await Write();
        }

        var store = await RedisServer.NewDatabase();
        await using var redis = await ConnectionMultiplexer.ConnectAsync(store);
        await LedgerFile.Load(Path.Combine(Left.Folder, $"{format}.ledger.ndjson"), redis.GetDatabase());
        var bus = await (await RabbitServer.Shared()).NewHost();
        await Leave(bus, await File.ReadAllTextAsync(Path.Combine(Left.Folder, $"{format}.message.json"), Cancel),
            "engagement.counter.on-article-published", "engagement.popularity.on-article-published", "engagement.publisher.on-article-published");
        await using var site = await Installation.Start(Mode.Split, store, bus);

        await Eventually.True(async () => (await Counts(site)).TryGetProperty("queued", out _), "the message of the older program is taken", withinSeconds: 60);
        var treaty = (await Counts(site)).GetProperty("treaty");
        Assert.Equal(3, treaty.GetProperty("shares").GetInt32());
        Assert.Equal(2, treaty.GetProperty("bookmarks").GetInt32());
        await Left.Send(site, "share-1", "treaty", "share");
        await Left.Send(site, "share-new", "treaty", "share");
        Assert.Equal(4, (await Counts(site)).GetProperty("treaty").GetProperty("shares").GetInt32());
        Assert.Equal(["treaty"], await Left.Listed(site));
        Assert.Equal("Treaty enters into force", (await Left.Get(site, "intake", "/api/articles/treaty")).GetProperty("title").GetString());
        await Eventually.True(async () => (await Left.Get(site, "publisher", "/api/posts?articles=treaty,queued")).GetProperty("posts").GetArrayLength() == 2, "both posts are there");
        Assert.Equal("AwaitingApproval", (await Left.Get(site, "publisher", "/api/posts?article=treaty")).GetProperty("posts")[0].GetProperty("state").GetString());
        await Eventually.True(async () => (await Left.Get(site, "popularity", "/api/popular?list=shared&window=all")).GetProperty("articles").EnumerateArray()
            .Any(article => article.GetProperty("id").GetString() == "treaty" && article.GetProperty("score").GetDouble() == 4), "the list goes on", withinSeconds: 60);
        Assert.Equal(2, (int)await redis.GetDatabase().StringGetAsync("engagement:format"));
        Assert.False(await redis.GetDatabase().KeyExistsAsync("int:{intake}:listing"), "the old list is moved");
        Assert.Equal("https://example.com/hook", (await Left.Get(site, "popularity", "/api/webhooks")).GetProperty("items")[0].GetProperty("url").GetString());
    }

    /// <summary>What today's program leaves.</summary>
    static async Task Write()
    {
        var store = await RedisServer.NewDatabase();
        await using var redis = await ConnectionMultiplexer.ConnectAsync($"{store},allowAdmin=true");
        var bus = await (await RabbitServer.Shared()).NewHost();
        await using var site = await Installation.Start(Mode.Split, store, bus, ("Engagement:Queue:Approval", "true"), ("Engagement:Counter:VisitorWindow", "00:00:00"));
        await Left.Fill(site);
        await LedgerFile.Write(Path.Combine(Left.Folder, $"{Today}.ledger.ndjson"), redis.GetServers()[0], redis.GetDatabase());

        await using var connection = await new ConnectionFactory { Uri = new Uri(bus) }.CreateConnectionAsync(Cancel);
        var channel = await connection.CreateChannelAsync(cancellationToken: Cancel);
        await channel.QueueDeclareAsync("listens", cancellationToken: Cancel);
        await channel.QueueBindAsync("listens", "engagement.article-published", "", cancellationToken: Cancel);
        await Left.Publish(site, "queued", "It lay in a queue");
        await Eventually.True(async () => await channel.BasicGetAsync("listens", true, Cancel) is { } message && await Keep(message.Body), "it is said");
    }

    static async Task<bool> Keep(ReadOnlyMemory<byte> body)
    {
        using var envelope = JsonDocument.Parse(body);
        await File.WriteAllTextAsync(Path.Combine(Left.Folder, $"{Today}.message.json"), Encoding.UTF8.GetString(body.Span) + "\n", Cancel);
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

    static Task<JsonElement> Counts(Installation site) => Left.Counts(site, "treaty,queued");
}
