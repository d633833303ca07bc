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
/// <param name="flushes">True where an answer does not mean that the write is on disk.</param>
public sealed class Ledger(Lazy<IConnectionMultiplexer> connection, bool flushes)
{
    /// <summary>
    /// The key of a second <see cref="Ledger"/> in the container with a connection of its own. Commands on one connection answer in order, so
    /// what readers wait for must not stand behind a background task's thousand scripts.
    /// </summary>
    public const string FastLane = "fast-lane";

    /// <summary>Plain commands. A single write is durable only after <see cref="Flush"/>.</summary>
    public IDatabase Db => connection.Value.GetDatabase();

    /// <summary>True while commands reach it.</summary>
    public bool IsConnected => connection.Value.IsConnected;

    /// <summary>Runs a script. Atomic; durable only after <see cref="Flush"/>.</summary>
    /// <exception cref="RedisException">The ledger is away or refused; nothing is known about the outcome of a lost answer.</exception>
    public Task<RedisResult> Run(string script, RedisKey[] keys, RedisValue[] values) => Db.ScriptEvaluateAsync(script, keys, values);

    /// <summary>Runs a script and returns when its writes will survive.</summary>
    /// <exception cref="RedisException">The ledger is away or refused; nothing is known about the outcome of a lost answer.</exception>
    public async Task<RedisResult> RunDurably(string script, RedisKey[] keys, RedisValue[] values)
    {
        var result = Run(script, keys, values);
        await Flush();
        return await result;
    }

    /// <summary>Returns when everything written before on this connection will survive.</summary>
    /// <remarks>
    /// Redis with <c>appendfsync always</c> has flushed before it answered, so there is nothing to do. Garnet answers earlier: one
    /// COMMITAOF for a whole batch keeps 85,000 events/s where a commit for each command keeps 2,500 (2 cores, 64 events a script).
    /// Commands travel in order on one connection, so the commit covers what was sent before it.
    /// </remarks>
    public Task Flush() => flushes ? Db.ExecuteAsync("COMMITAOF") : Task.CompletedTask;
}
