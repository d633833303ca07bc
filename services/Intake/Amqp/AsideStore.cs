using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Engagement.Platform.Http;
using Engagement.Platform.Store;
using StackExchange.Redis;

namespace Engagement.Intake.Amqp;

/// <summary>A message that could not be taken.</summary>
/// <param name="Id">For replaying or removing it.</param>
/// <param name="Reason">What was wrong with it.</param>
/// <param name="At">When it was set aside last.</param>
/// <param name="Body">As it came; cut after 256 KB.</param>
sealed record AsideMessage(string Id, string Reason, DateTimeOffset At, string Body);

/// <summary>Keeps messages that could not be taken. The same message twice is kept once. At 1,000 the oldest goes.</summary>
/// <remarks>
/// int:{intake}:aside        zset     id → when, Unix milliseconds
/// int:{intake}:aside:{id}   string   <see cref="AsideMessage"/> as JSON
/// </remarks>
sealed class AsideStore(Ledger ledger, TimeProvider time)
{
    const string Index = "int:{intake}:aside";
    const int Room = 1_000;
    const int MaxCharacters = 256 * 1024;

    public async Task Put(string body, string reason)
    {
        var now = time.GetUtcNow();
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)).AsSpan(0, 8));
        var message = new AsideMessage(id, reason, now, body.Length > MaxCharacters ? body[..MaxCharacters] : body);
        await ledger.Db.StringSetAsync(Key(id), JsonSerializer.Serialize(message, Json.Options));
        await ledger.Db.SortedSetAddAsync(Index, id, now.ToUnixTimeMilliseconds());
        foreach (var old in await ledger.Db.SortedSetRangeByRankAsync(Index, 0, -Room - 1))
        {
            await Remove(old!);
        }

        await ledger.Flush();
    }

    public async Task<AsideMessage?> Find(string id) =>
        (string?)await ledger.Db.StringGetAsync(Key(id)) is { } json ? JsonSerializer.Deserialize<AsideMessage>(json, Json.Options) : null;

    /// <summary>How many there are.</summary>
    public Task<long> Count() => ledger.Db.SortedSetLengthAsync(Index);

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<AsideMessage>> List(int count)
    {
        var ids = await ledger.Db.SortedSetRangeByRankAsync(Index, 0, count - 1, Order.Descending);
        var found = await Task.WhenAll(ids.Select(id => Find(id!)));
        return [.. found.OfType<AsideMessage>()];
    }

    /// <summary>False where there was none.</summary>
    public async Task<bool> Remove(string id)
    {
        await ledger.Db.KeyDeleteAsync(Key(id));
        var was = await ledger.Db.SortedSetRemoveAsync(Index, id);
        await ledger.Flush();
        return was;
    }

    static string Key(string id) => $"{Index}:{id}";
}
