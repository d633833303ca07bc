using StackExchange.Redis;

namespace Engagement.Platform.Store;

/// <summary>
/// The ledger: Redis, a Redis Cluster, or the embedded Garnet. What is written through <see cref="RunDurably"/> or followed by
/// <see cref="Flush"/> survives <c>kill -9</c> of this process and of the ledger, so only then may an answer say "accepted".
/// </summary>
/// <remarks>
/// Only what Redis 7.0, Garnet 2.2 and Redis Cluster all have: no streams, functions or hash-field TTL; every key of a script is
/// declared and all of them share one slot (<c>{tag}</c>). Each service owns a key prefix, documented where its keys are built.
/// </remarks>
/// <param name="connection">Made at the first use, so that the services are wired while the embedded ledger starts.</param>
/// <param name="scripts">
/// The connection of scripts and flushes. The embedded ledger takes them all over one, whoever sends them: it logs each command of a script
/// by itself, so a flush that came over another connection in the middle of a script would put half of it on disk, and after a kill -9 half
/// of it would be there. Plain writes share it: with a connection for scripts and another for writes, a busy ledger in 64 MB that was
/// killed could not be opened again.
/// </param>
/// <param name="flushes">True where an answer does not mean that the write is on disk.</param>
/// <param name="atOnce">How many scripts may be under way; null is any number. What shares a connection with readers must leave gaps.</param>
public sealed class Ledger(Lazy<IConnectionMultiplexer> connection, Lazy<IConnectionMultiplexer> scripts, bool flushes, int? atOnce = null)
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    readonly SemaphoreSlim? room = atOnce is { } limit ? new(limit) : null;

    /// <summary>
    /// The key of a second <see cref="Ledger"/> in the container with a connection of its own. Commands on one connection answer in order, so
    /// what readers wait for must not stand behind a background task's thousand commands.
    /// </summary>
    public const string FastLane = "fast-lane";

    /// <summary>Plain commands. A single write is durable only after <see cref="Flush"/>.</summary>
    public IDatabase Db => connection.Value.GetDatabase();

    IDatabase Scripts => scripts.Value.GetDatabase();

    /// <summary>True while commands reach it.</summary>
    public bool IsConnected => connection.Value.IsConnected && scripts.Value.IsConnected;

    /// <summary>Runs a script. Atomic; durable only after <see cref="Flush"/>.</summary>
    /// <exception cref="RedisException">The ledger is away or refused; nothing is known about the outcome of a lost answer.</exception>
    public Task<RedisResult> Run(string script, RedisKey[] keys, RedisValue[] values) =>
        room is null ? Scripts.ScriptEvaluateAsync(script, keys, values) : InTurn(() => Scripts.ScriptEvaluateAsync(script, keys, values));

    /// <summary>Runs a script and returns when its writes will survive.</summary>
    /// <exception cref="RedisException">The ledger is away or refused; nothing is known about the outcome of a lost answer.</exception>
    public Task<RedisResult> RunDurably(string script, RedisKey[] keys, RedisValue[] values)
    {
        return room is null ? Both() : InTurn(Both);

        async Task<RedisResult> Both()
        {
            var result = Scripts.ScriptEvaluateAsync(script, keys, values);
            await Flush();
            return await result;
        }
    }

    async Task<RedisResult> InTurn(Func<Task<RedisResult>> run)
    {
        if (!await room!.WaitAsync(Patience))
            throw new RedisTimeoutException(CommandFlags.None, "The ledger does not keep up: a script waited for fifteen seconds.", CommandStatus.WaitingToBeSent);
        try
        {
            return await run();
        }
        finally
        {
            room.Release();
        }
    }

    /// <summary>Returns when everything written before on this connection will survive.</summary>
    /// <remarks>
    /// Redis with <c>appendfsync always</c> has flushed before it answered, so there is nothing to do. Garnet answers earlier: one
    /// COMMITAOF for a whole batch keeps 85,000 events/s where a commit for each command keeps 2,500 (2 cores, 64 events a script).
    /// Commands travel in order on one connection, so the commit covers what was sent before it; on the fast lane, only scripts.
    /// A script that nobody awaited yet may still wait for its turn, and is not covered.
    /// </remarks>
    public Task Flush() => flushes ? Scripts.ExecuteAsync("COMMITAOF") : Task.CompletedTask;
}
