using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Engagement.Tests;

/// <summary>One redis-server for all tests of a run, set as strictly as the compose file sets it; each site has a database of its own.</summary>
static class RedisServer
{
    static readonly Lazy<Task<int>> Port = new(Launch);
    const int LowestPort = 10_000;
    const int HighestPort = 32_000;
    static int databases;
    static int lastPort = Random.Shared.Next(HighestPort);

    /// <summary>A connection to an empty database.</summary>
    public static async Task<string> NewDatabase()
    {
        var port = await Port.Value;
        return $"127.0.0.1:{port},defaultDatabase={Interlocked.Increment(ref databases)}";
    }

    static Task<int> Launch() => Launch(FreePort());

    /// <summary>One more, on a port of the caller's choice; it ends with the tests. Returns the port when it answers.</summary>
    public static async Task<int> Launch(int port, params string[] more)
    {
        var directory = Directory.CreateTempSubdirectory("engagement-redis-").FullName;
        var process = Process.Start(new ProcessStartInfo("redis-server",
        [
            "--port", $"{port}", "--bind", "127.0.0.1", "--dir", directory, "--databases", "10000", "--save", "",
            "--appendonly", "yes", "--appendfsync", "always", "--loglevel", "warning", .. more,
        ]) { RedirectStandardOutput = true }) ?? throw new InvalidOperationException("redis-server did not start; ./test installs it.");
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            process.Kill();
            process.WaitForExit();
            Directory.Delete(directory, recursive: true);
        };
        await Eventually.True(() => Answers(port), "redis-server answers");
        return port;
    }

    /// <summary>What redis-cli says.</summary>
    public static async Task<string> Ask(params string[] words)
    {
        using var asked = Process.Start(new ProcessStartInfo("redis-cli", words) { RedirectStandardOutput = true }) ?? throw new InvalidOperationException("redis-cli did not start; ./test installs it.");
        var said = await asked.StandardOutput.ReadToEndAsync();
        await asked.WaitForExitAsync();
        return asked.ExitCode == 0 ? said : throw new InvalidOperationException($"redis-cli {string.Join(' ', words)}: {said}");
    }

    /// <summary>
    /// A port that nobody listens on, below those that the system hands out for outgoing connections: one of those could be taken while
    /// the server that it was chosen for is down. Nobody in this process gets it again, and others start their search elsewhere.
    /// </summary>
    public static int FreePort()
    {
        while (true)
        {
            var port = LowestPort + (int)((uint)Interlocked.Increment(ref lastPort) % (HighestPort - LowestPort));
            try
            {
                using var probe = new TcpListener(IPAddress.Loopback, port);
                probe.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: the next.
            }
        }
    }

    static async Task<bool> Answers(int port)
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
