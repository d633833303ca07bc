using System.Net;
using System.Net.Sockets;
using System.Text;
using Engagement.Popularity.Stream;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Engagement.Tests.Popularity;

/// <summary>Lines that stay open for hours: kept alive where nothing happens, cut where nobody reads.</summary>
public sealed class StreamTests
{
    static readonly DateTimeOffset Start = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_quiet_line_gets_a_heartbeat_every_fifteen_seconds()
    {
        var time = new FakeTimeProvider(Start);
        await using var site = await TestSite.Start(LedgerKind.Redis, time);
        using var line = await Open(site);
        await Until(line, "event: popular");
        for (var beat = 0; beat < 3; beat++)
        {
            time.Advance(TimeSpan.FromSeconds(15));
            site.Services.GetServices<IHostedService>().OfType<StreamAlerts>().Single().Ring();
            await Until(line, ":\n\n");
        }
    }

    [Fact]
    public async Task A_reader_who_takes_nothing_for_thirty_seconds_is_cut_off_and_holds_up_nobody()
    {
        var time = new FakeTimeProvider(Start);
        await using var site = await TestSite.Start(LedgerKind.Redis, time);
        var hub = site.Services.GetRequiredService<StreamHub>();
        using var stuck = await Open(site);
        using var quick = await Open(site);
        await Eventually.True(() => Task.FromResult(hub.Count == 2), "both listen");
        await Until(quick, "event: popular");

        // More than the buffers of the system between the two take.
        var large = Encoding.ASCII.GetBytes($"\"{new string('x', 4_000_000)}\"");
        for (var frame = 0; frame < 6; frame++)
        {
            hub.Publish($"large-{frame}", large);
            await Until(quick, $"event: large-{frame}");
            await Until(quick, "x\"\n\n");
        }

        time.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(2, hub.Count);
        time.Advance(TimeSpan.FromSeconds(2));
        await Eventually.True(() => Task.FromResult(hub.Count == 1), "the one that took nothing is gone");
        hub.Publish("later", "{}"u8);
        await Until(quick, "event: later");
    }

    static async Task<TcpClient> Open(TestSite site)
    {
        var client = new TcpClient { ReceiveBufferSize = 4_096 };
        await client.ConnectAsync(IPAddress.Loopback, site.Reader.BaseAddress!.Port, Cancellation);
        await client.GetStream().WriteAsync("GET /api/popular/stream HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"u8.ToArray(), Cancellation);
        return client;
    }

    /// <summary>Reads on until such words have come.</summary>
    static async Task Until(TcpClient line, string words)
    {
        var (buffer, tail) = (new byte[65_536], "");
        while (!tail.Contains(words, StringComparison.Ordinal))
        {
            var count = await line.GetStream().ReadAsync(buffer, Cancellation).AsTask().WaitAsync(TimeSpan.FromSeconds(20), Cancellation);
            Assert.NotEqual(0, count);
            tail = (tail.Length > 200 ? tail[^200..] : tail) + Encoding.UTF8.GetString(buffer, 0, count);
        }
    }
}
