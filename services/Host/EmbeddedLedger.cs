using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Engagement.Platform.Settings;
using Engagement.Platform.Store;

namespace Engagement.Host;

/// <summary>
/// Garnet in this process, on disk under <c>Engagement__DataDirectory</c>: what makes one program enough. It listens on a loopback
/// port of its own with a password of its own, so that no other user of the machine reads or writes the ledger.
/// </summary>
sealed class EmbeddedLedger : IDisposable
{
    readonly FileStream ownership;
    readonly Task<LedgerServer> starting;

    /// <summary>How to connect to it.</summary>
    public string Connection { get; }

    EmbeddedLedger(string directory, EmbeddedLedgerOptions options)
    {
        ownership = Own(directory);
        var password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        var port = FreePort();
        Connection = $"127.0.0.1:{port},password={password}";
        // A third of the program's start: it goes on while the services are wired.
        starting = Task.Run(() => Serve(directory, options, port, password));
    }

    static LedgerServer Serve(string directory, EmbeddedLedgerOptions options, int port, string password)
    {
        try
        {
            return Open(directory, options, port, password);
        }
        catch (Exception failure)
        {
            throw Unreadable(directory, failure);
        }
    }

    static LedgerServer Open(string directory, EmbeddedLedgerOptions options, int port, string password)
    {
        var server = new LedgerServer(
        [
            "--bind", "127.0.0.1", "--port", $"{port}", "--auth", "Password", "--password", password,
            "-q", "true", "--disable-console-logger", "true", "--fail-on-recovery-error", "true",
            // Without libaio the default device kills the process.
            "--device-type", "RandomAccess",
            // Outside transaction mode a script is not atomic.
            "--lua", "true", "--lua-transaction-mode", "true",
            // An acknowledged write is followed by COMMITAOF; waiting inside every command makes scripts 30 times slower. Nothing commits by
            // itself, not even a checkpoint: it would put half a script on disk.
            "--aof", "true", "--recover", "true", "--aof-commit-wait", "false", "--aof-commit-freq", "-1", "--checkpoint-freq", "0",
            // A full --memory without a storage tier silently drops the oldest records.
            "--storage-tier", "true", "--logdir", Path.Combine(directory, "log"), "--checkpointdir", Path.Combine(directory, "checkpoints"),
            "--memory", options.Memory, "--index", options.Index, "--page", "4m", "--segment", "64m",
            // The append-only file is cut only by whole segments behind a checkpoint.
            "--aof-segment-size", "64m", "--aof-memory", "64m", "--aof-page-size", "8m",
            // Without compaction what has expired stays on disk for ever, and compaction keeps what expired unless the scan has marked it
            // dead. Segments are deleted only behind a checkpoint: at once would lose records that a recovery still reads there.
            "--expired-key-deletion-scan-freq", $"{(int)options.CompactionInterval.TotalSeconds}",
            "--compaction-type", "Lookup", "--compaction-freq", $"{(int)options.CompactionInterval.TotalSeconds}",
            "--compaction-max-segments", "4", "--compaction-force-delete", "false",
        ]);
        server.Start();
        return server;
    }

    static StartProblem Unreadable(string directory, Exception failure) => new(
        $"The ledger in {directory} cannot be opened ({failure.GetBaseException().Message.TrimEnd('.')}); give back what is missing there from a copy, or name another place by Engagement__DataDirectory.");

    /// <summary>Returns when it has recovered what is on disk and answers.</summary>
    public void WaitUntilReady() => starting.GetAwaiter().GetResult();

    /// <summary>Starts it on a directory, without waiting until it is ready.</summary>
    /// <exception cref="StartProblem">The directory cannot be written or another process uses it.</exception>
    public static EmbeddedLedger Start(string directory, EmbeddedLedgerOptions options) => new(directory, options);

    /// <summary>Writes what is in memory to disk, so that the log before it is not needed any more.</summary>
    /// <exception cref="IOException">It could not be written; the log stays as long as it is.</exception>
    public async Task Checkpoint() => await (await starting).Checkpoint();

    /// <summary>Stops it. What was flushed is on disk already.</summary>
    public void Dispose()
    {
        starting.GetAwaiter().GetResult().Dispose();
        ownership.Dispose();
    }

    static FileStream Own(string directory)
    {
        try
        {
            Directory.CreateDirectory(directory);
            var file = new FileStream(Path.Combine(directory, "in-use"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            // Garnet would only log that the disk is full, so find out while there is somebody to tell.
            file.SetLength(0);
            file.Write(new byte[1 << 20]);
            file.Flush(flushToDisk: true);
            file.SetLength(0);
            return file;
        }
        catch (IOException locked) when (locked.HResult is 11 or 35 || (uint)locked.HResult == 0x80070020)
        {
            throw new StartProblem($"The data directory {directory} is in use by another engagement process; stop it or set Engagement__DataDirectory.");
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            throw new StartProblem($"The data directory {directory} cannot be written ({unwritable.Message.TrimEnd('.')}); free space, change its permissions or set Engagement__DataDirectory.");
        }
    }

    static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}

/// <summary>Registers the embedded ledger.</summary>
static class EmbeddedLedgerRegistration
{
    /// <summary>Starts Garnet and points <c>Engagement:Store</c> at it, unless a Redis is configured.</summary>
    public static void AddEmbeddedLedger(this WebApplicationBuilder builder)
    {
        var options = Settings.Read<EngagementOptions>(builder.Configuration, "Engagement");
        if (options.Store.Length > 0)
        {
            return;
        }

        var ledger = EmbeddedLedger.Start(Path.GetFullPath(options.DataDirectory), builder.AddSettings<EmbeddedLedgerOptions>("Engagement:Ledger"));
        // Registered by a factory, so that the container disposes it, and first, so that it goes last.
        builder.Services.AddSingleton(_ => ledger);
        builder.Services.AddSingleton(new LedgerStart(ledger.WaitUntilReady));
        builder.Services.AddHostedService<TendLedger>();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Engagement:Store"] = ledger.Connection,
            [LedgerRegistration.EmbeddedSetting] = "true",
        });
    }
}
