using Engagement.Platform.Settings;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Engagement.Platform.Store;

/// <summary>
/// Refuses a Redis that forgets: one without an append-only file, one that answers before the file is on disk, and one that evicts keys
/// when its memory is full. Each breaks the promise that what was accepted is kept. Looked at before anything starts and again whenever
/// Redis comes back, because it may come back set otherwise.
/// </summary>
sealed partial class RefuseUnsafeRedis(IConnectionMultiplexer connection, EngagementOptions options, IHostApplicationLifetime lifetime,
    TimeProvider time, ILogger<RefuseUnsafeRedis> log) : LedgerCheck(lifetime, log)
{
    static readonly TimeSpan WhileLoading = TimeSpan.FromSeconds(1);

    readonly SemaphoreSlim again = new(0, 1);
    volatile bool isLoading;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        connection.ConnectionRestored += LookAgain;
        try
        {
            while (true)
            {
                await (isLoading ? Task.Delay(WhileLoading, time, stoppingToken) : again.WaitAsync(stoppingToken));
                isLoading = false;
                await CheckAgain();
            }
        }
        finally
        {
            connection.ConnectionRestored -= LookAgain;
        }
    }

    void LookAgain(object? sender, ConnectionFailedEventArgs restored)
    {
        try
        {
            again.Release();
        }
        catch (SemaphoreFullException)
        {
            // The look is still to come.
        }
    }

    /// <inheritdoc/>
    protected override async Task<string?> Problem()
    {
        foreach (var server in options.AllowUnsafeStore ? [] : connection.GetServers().Where(server => server is { IsConnected: true, IsReplica: false }))
        {
            try
            {
                if (await Fault(server) is { } fault)
                {
                    return $"The Redis at {server.EndPoint} {fault}, so what was accepted could be lost; change that, or set Engagement__AllowUnsafeStore=true if it may be.";
                }
            }
            catch (Exception away) when (away is RedisException or TimeoutException)
            {
                // It went as we asked; its return is looked at.
            }
        }

        return null;
    }

    async Task<string?> Fault(IServer server)
    {
        var told = (await server.InfoAsync()).SelectMany(section => section).GroupBy(line => line.Key).ToDictionary(line => line.Key, line => line.Last().Value);
        if (told.GetValueOrDefault("loading") == "1")
        {
            // While it reads its file it says that it keeps none.
            isLoading = true;
            return null;
        }

        if (told.GetValueOrDefault("aof_enabled") == "0")
        {
            return "keeps no append-only file (appendonly no; it must be yes)";
        }

        if (told.GetValueOrDefault("maxmemory_policy") is { } policy && policy != "noeviction")
        {
            return $"drops keys when its memory is full (maxmemory-policy {policy}; it must be noeviction)";
        }

        return await Fsync(server) is { } fsync and not "always" ? $"answers before its file is on disk (appendfsync {fsync}; it must be always)" : null;
    }

    /// <summary>What it says of appendfsync; null where it is forbidden to ask, as at some who run Redis for others.</summary>
    async Task<string?> Fsync(IServer server)
    {
        try
        {
            var answer = (RedisValue[]?)await server.ExecuteAsync("CONFIG", "GET", "appendfsync");
            return answer is [_, var fsync] ? (string?)fsync : null;
        }
        catch (RedisServerException)
        {
            Unknown(log, $"{server.EndPoint}");
            return null;
        }
    }

    [LoggerMessage(21, LogLevel.Warning, "The Redis at {Server} does not let its configuration be read; make sure that it says appendfsync always.")]
    static partial void Unknown(ILogger log, string server);
}
