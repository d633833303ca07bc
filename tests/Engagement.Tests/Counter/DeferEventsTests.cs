using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Engagement.Tests.Counter;

public sealed class DeferEventsTests
{
    [Fact]
    public async Task While_Redis_is_away_events_wait_on_the_durable_bus_and_count_when_it_is_back()
    {
        await using var rabbit = await RabbitServer.Start();
        await using var redis = new OwnRedis();
        await redis.Start();
        await using var site = await TestSite.Start(LedgerKind.Garnet, settings:
            [("Engagement:Store", redis.Connection), ("Engagement:Bus", rabbit.Uri), ("Engagement:Counter:VisitorWindow", "00:00:00")]);
        // The site serves before the bus is up, and a broker drops what nobody has a queue for yet.
        await Eventually.True(() => Task.FromResult(site.Services.GetRequiredService<IBusControl>().CheckHealth().Status == BusHealthStatus.Healthy), "the bus is up", 60);
        await site.Publish("treaty");
        await site.Reader.Beacon(Readers.Share("treaty", id: "before"));
        await site.Reader.GetAsync("/go/treaty/x", TestContext.Current.CancellationToken);

        await redis.Kill();
        for (var n = 0; n < 20; n++)
            Assert.Equal(HttpStatusCode.NoContent, (await site.Reader.Beacon(Readers.Share("treaty", id: $"away-{n % 10}"))).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await site.Reader.GetAsync("/go/treaty/x", TestContext.Current.CancellationToken)).StatusCode);
        await redis.Start();

        await Eventually.True(async () => (await site.Reader.GetAsync("/api/counts?ids=treaty", TestContext.Current.CancellationToken)).IsSuccessStatusCode
            && await site.Shares("treaty") == 13, "all ten and the click count once", 60);

        await redis.Kill();
        await rabbit.Kill();
        var refused = await site.Reader.Beacon(Readers.Share("treaty"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
    }

    [Fact]
    public async Task In_one_process_a_ledger_that_is_away_is_said_to_be_away()
    {
        await using var redis = new OwnRedis();
        await redis.Start();
        await using var site = await TestSite.Start(LedgerKind.Garnet, settings: [("Engagement:Store", redis.Connection)]);
        await site.Publish("treaty");
        await site.Reader.GetAsync("/go/treaty/x", TestContext.Current.CancellationToken);

        await redis.Kill();
        var beacon = await site.Reader.Beacon(Readers.Share("treaty"));
        var click = await site.Reader.GetAsync("/go/treaty/x", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, beacon.StatusCode);
        Assert.NotNull(beacon.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.SeeOther, click.StatusCode);
    }

    /// <summary>A redis-server that a test may kill and start again on the same data.</summary>
    sealed class OwnRedis : IAsyncDisposable
    {
        readonly string directory = Directory.CreateTempSubdirectory("engagement-own-redis-").FullName;
        readonly int port = RedisServer.FreePort();
        Process? process;

        public string Connection => $"127.0.0.1:{port}";

        public async Task Start()
        {
            process = Process.Start(new ProcessStartInfo("redis-server",
                ["--port", $"{port}", "--bind", "127.0.0.1", "--dir", directory, "--save", "", "--appendonly", "yes", "--appendfsync", "always", "--loglevel", "warning"])
            { RedirectStandardOutput = true });
            await Eventually.True(Answers, "redis-server answers");
        }

        public async Task Kill()
        {
            process!.Kill();
            await process.WaitForExitAsync();
        }

        public async ValueTask DisposeAsync()
        {
            if (process is { HasExited: false })
                await Kill();
            Directory.Delete(directory, recursive: true);
        }

        async Task<bool> Answers()
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port);
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        }
    }
}
