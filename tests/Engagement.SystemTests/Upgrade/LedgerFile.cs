using System.Text;
using System.Text.Json;
using StackExchange.Redis;

namespace Engagement.SystemTests.Upgrade;

/// <summary>A ledger as a text file: one key a line, each byte a letter, so that a change of the format shows in a diff.</summary>
static class LedgerFile
{
    sealed record Line(string Key, string Type, IReadOnlyList<string> Values);

    /// <summary>Puts all keys of a file into an empty Redis.</summary>
    public static async Task Load(string path, IDatabase redis)
    {
        foreach (var line in await File.ReadAllLinesAsync(path))
        {
            var (key, type, values) = JsonSerializer.Deserialize<Line>(line)!;
            var command = type switch
            {
                "string" => "SET",
                "hash" => "HSET",
                "set" => "SADD",
                "zset" => "ZADD",
                _ => "RPUSH",
            };
            await redis.ExecuteAsync(command, [Bytes(key), .. values.Select(Bytes)]);
        }
    }

    /// <summary>Writes all keys of a Redis, but for those that a test has no use for.</summary>
    public static async Task Write(string path, IServer server, IDatabase redis)
    {
        var lines = new List<string>();
        await foreach (var key in server.KeysAsync(redis.Database))
        {
            var name = Text((byte[])key!);
            var type = (string)(await redis.ExecuteAsync("TYPE", key))!;
            // What expires within the hour says who is at something now; whoever comes later finds it gone.
            if (await redis.KeyTimeToLiveAsync(key) is { TotalHours: < 1 } || name is "plt:keyring" || name.Contains(":widget:", StringComparison.Ordinal))
            {
                continue;
            }

            var values = type switch
            {
                "string" => new RedisValue[] { await redis.StringGetAsync(key) },
                "hash" => [.. (await redis.HashGetAllAsync(key)).SelectMany(entry => new[] { entry.Name, entry.Value })],
                "set" => await redis.SetMembersAsync(key),
                "zset" => [.. (await redis.SortedSetRangeByRankWithScoresAsync(key)).SelectMany(entry => new[] { (RedisValue)entry.Score, entry.Element })],
                _ => await redis.ListRangeAsync(key),
            };
            lines.Add(JsonSerializer.Serialize(new Line(name, type, [.. values.Select(value => Text((byte[])value!))])));
        }

        await File.WriteAllLinesAsync(path, lines.Order(StringComparer.Ordinal));
    }

    static string Text(byte[] bytes) => Encoding.Latin1.GetString(bytes);

    static RedisValue Bytes(string text) => Encoding.Latin1.GetBytes(text);
}
