using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Engagement.Benchmarks.Load;

/// <summary>A redis-server as strict as the compose file's.</summary>
sealed class Redis(Process process, int port) : IDisposable
{
    public string Connection => $"127.0.0.1:{port}";

    public long Empty { get; private set; }

    public static Redis Start(string directory)
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var port = ((IPEndPoint)probe.LocalEndpoint).Port;
        probe.Stop();
        var redis = new Redis(Process.Start(new ProcessStartInfo("redis-server",
            ["--port", $"{port}", "--bind", "127.0.0.1", "--dir", directory, "--save", "", "--appendonly", "yes", "--appendfsync", "always", "--loglevel", "warning"])
        { RedirectStandardOutput = true })!, port);
        // It says nothing until it listens; each question takes redis-cli a few milliseconds.
        for (var asked = 0; asked < 1_000 && redis.Empty == 0; asked++)
            redis.Empty = redis.Memory();
        return redis;
    }

    /// <summary>used_memory, in bytes.</summary>
    public long Memory()
    {
        using var cli = Process.Start(new ProcessStartInfo("redis-cli", ["-p", $"{port}", "info", "memory"]) { RedirectStandardOutput = true })!;
        var line = cli.StandardOutput.ReadToEnd().Split('\n').FirstOrDefault(text => text.StartsWith("used_memory:", StringComparison.Ordinal));
        return line is null ? 0 : long.Parse(line.Split(':')[1]);
    }

    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
    }
}
