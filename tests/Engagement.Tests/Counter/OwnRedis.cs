using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Engagement.Tests.Counter;

/// <summary>A redis-server that a test may kill, and start again on the same data, or stop in its tracks.</summary>
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

    /// <summary>Lets it hang: connections stay open and nothing answers.</summary>
    public Task Hang() => Signal("STOP");

    /// <summary>Lets it go on.</summary>
    public Task GoOn() => Signal("CONT");

    async Task Signal(string signal)
    {
        using var kill = Process.Start("kill", ["-" + signal, $"{process!.Id}"]);
        await kill.WaitForExitAsync();
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
