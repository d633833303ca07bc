using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Engagement.Tests;
using Xunit;

namespace Engagement.SystemTests;

/// <summary>
/// A RabbitMQ that was killed while it made a queue keeps one that nobody can open. They take long, because RabbitMQ itself
/// waits five seconds for a queue's leader at each attempt to open it, and the bus tries again less and less often.
/// </summary>
public sealed class HalfMadeQueueTests
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_queue_that_a_killed_RabbitMQ_left_half_made_is_made_again_and_what_waited_for_it_arrives()
    {
        await using var rabbit = await RabbitServer.Start();
        await HalfMake(rabbit, "engagement.popularity.on-article-counts-changed");
        await using var site = await Installation.Start(Mode.Split, null, rabbit.Uri);
        await site.Publish(new { id = "treaty", url = "https://example.org/treaty.html", title = "Treaty" });

        await Eventually.True(async () => await Share(site, "share-0123456789") == HttpStatusCode.NoContent, "the share is counted");
        await Eventually.True(async () => await Listed(site) == 1, "the list has the share", withinSeconds: 150, () => site.Output);
        Assert.Contains("engagement.popularity.on-article-counts-changed was left half made", site.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_queue_that_was_open_before_is_never_deleted_and_a_person_is_told_how_to_mend_it()
    {
        const string Queue = "engagement.counter.on-events-deferred";
        await using var rabbit = await RabbitServer.Start();
        var redis = RedisServer.FreePort();
        await RedisServer.Launch(redis);
        (string, string)[] settings =
        [
            ("Engagement__AdminKey", Installation.Key), ("Engagement__Services", "counter"), ("Engagement__Bus", rabbit.Uri), ("Engagement__Store", $"127.0.0.1:{redis}"),
        ];
        using (var first = Instance.Launch(RedisServer.FreePort(), settings))
        {
            await Eventually.True(async () => await Known(redis, Queue), "the queue is known to have been open", withinSeconds: 60);
        }

        await rabbit.Ask("rabbitmqctl", "-q", "eval", $$"""ra:force_delete_server(quorum_queues, {'%2F_{{Queue}}', node()}).""");
        using var second = Instance.Launch(RedisServer.FreePort(), settings);

        await Eventually.True(() => Task.FromResult(second.Output.Contains($"rabbitmqctl delete_queue {Queue}", StringComparison.Ordinal)), "it is said", withinSeconds: 60);
        Assert.Contains(Queue, await rabbit.Ask("rabbitmqctl", "-q", "list_queues", "name"), StringComparison.Ordinal);
        Assert.DoesNotContain("half made", second.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_said_to_nobody_while_a_queue_was_missing_is_asked_for_when_it_is_there_again()
    {
        const string Queue = "engagement.popularity.on-article-counts-changed";
        await using var rabbit = await RabbitServer.Start();
        var redis = RedisServer.FreePort();
        await RedisServer.Launch(redis);
        await using var site = await Installation.Start(Mode.Split, $"127.0.0.1:{redis}", rabbit.Uri, ("Engagement:Counter:VisitorWindow", "00:00:00"));
        await site.Publish(new { id = "treaty", url = "https://example.org/treaty.html", title = "Treaty" });
        await Eventually.True(async () => await Share(site, "share-0123456789") == HttpStatusCode.NoContent, "the share is counted");
        await Eventually.True(async () => await Listed(site) == 1, "the list has the share", withinSeconds: 60, () => site.Output);

        // Twice: at its start it asks anyway, and the first time may be before that.
        for (var listed = 2; listed <= 3; listed++)
        {
            site.Of("popularity").Pause();
            await rabbit.Ask("rabbitmqctl", "-q", "delete_queue", Queue);
            Assert.Equal(HttpStatusCode.NoContent, await Share(site, $"share-{listed}-0123456789"));
            await Eventually.True(async () => (await RedisServer.Ask("-p", $"{redis}", "exists", "ctr:{c0}:changed")).Trim() == "0", "the share was said, to nobody");
            site.Of("popularity").Resume();
            await Eventually.True(async () => await Listed(site) == listed, $"the list has all {listed} shares", withinSeconds: 60, () => site.Output);
        }
    }

    /// <summary>Leaves what a kill -9 leaves between making a queue's process and choosing its leader.</summary>
    static async Task HalfMake(RabbitServer rabbit, string queue)
    {
        var said = await rabbit.Ask("rabbitmqctl", "-q", "eval", $$$"""
            Queue = rabbit_misc:r(<<"/">>, queue, <<"{{{queue}}}">>),
            {new, _} = rabbit_amqqueue:declare(Queue, true, false, [{<<"x-queue-type">>, longstr, <<"quorum">>}], none, <<"guest">>),
            Id = {'%2F_{{{queue}}}', node()},
            ok = ra:force_delete_server(quorum_queues, Id),
            ok = ra:start_server(quorum_queues, #{id => Id, uid => <<"HALFMADEQUEUE">>, cluster_name => element(1, Id), initial_members => [Id],
                log_init_args => #{uid => <<"HALFMADEQUEUE">>}, machine => {module, rabbit_fifo, #{name => element(1, Id), queue_resource => Queue} } }).
            """);
        Assert.Equal("ok", said.Trim());
    }

    static async Task<bool> Known(int redis, string queue) => (await RedisServer.Ask("-p", $"{redis}", "sismember", "plt:queues", $"/{queue}")).Trim() == "1";

    static async Task<HttpStatusCode> Share(Installation site, string id)
    {
        using var shared = await site.Of("counter").Reader.PostAsJsonAsync("/e", new { id, article = "treaty", kind = "share", target = "x" }, Cancel);
        return shared.StatusCode;
    }

    static async Task<double> Listed(Installation site) =>
        (await site.Of("popularity").Reader.GetFromJsonAsync<JsonElement>("/api/popular?list=shared&window=24h", Cancel)).GetProperty("articles").EnumerateArray()
            .Select(article => article.GetProperty("score").GetDouble()).FirstOrDefault();
}
