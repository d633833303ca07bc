using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Engagement.Platform.Http;
using Engagement.Platform.Store;
using StackExchange.Redis;

namespace Engagement.Intake.Feeds;

/// <summary>What is remembered of a feed between two looks.</summary>
sealed record FeedState
{
    public required string Url { get; init; }

    /// <summary>False until its first document was read: those articles are old, and nothing of them is posted.</summary>
    public bool Filled { get; init; }

    /// <summary>Verbatim, with quotes and <c>W/</c>.</summary>
    public string? ETag { get; init; }

    public string? LastModified { get; init; }

    /// <summary>Where permanent redirects point, and how often in a row they did; believed from the third on.</summary>
    public string? MovedTo { get; init; }

    public int MovedSeen { get; init; }

    /// <summary>The server said 410: it is not asked again before the program starts anew, in case that was a mistake.</summary>
    public bool Gone { get; init; }

    public int Failures { get; init; }

    public string? Problem { get; init; }

    public DateTimeOffset? ReadAt { get; init; }

    public DateTimeOffset? NewsAt { get; init; }

    public int Items { get; init; }

    /// <summary>Items of the last document that were left out, and why.</summary>
    public IReadOnlyList<string> Skipped { get; init; } = [];

    /// <summary>Grows with every look; moves the jitter.</summary>
    public long Looks { get; init; }
}

/// <summary>Keeps it.</summary>
/// <remarks>
/// int:{intake}:feeds           zset     feed URL → when to look next, Unix milliseconds (a due-set)
/// int:{intake}:feed:{h}        string   <see cref="FeedState"/>; h is a hash of the feed's URL
/// int:{intake}:feed:{h}:seen   hash     identity of an item (<see cref="FeedIdentity"/>) → article id, space, day last seen
/// </remarks>
sealed class FeedStates(Ledger ledger)
{
    public const string Schedule = "int:{intake}:feeds";

    public static string Hash(string url) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(url)).AsSpan(0, 8));

    public async Task<FeedState> Load(string url) => (string?)await ledger.Db.StringGetAsync(StateKey(url)) is { } json
        ? JsonSerializer.Deserialize<FeedState>(json, Json.Options)!
        : new() { Url = url };

    public async Task Save(FeedState state)
    {
        var saved = ledger.Db.StringSetAsync(StateKey(state.Url), JsonSerializer.Serialize(state, Json.Options));
        await ledger.Flush();
        await saved;
    }

    public async Task<Dictionary<string, Sighting>> Seen(string url) =>
        (await ledger.Db.HashGetAllAsync(SeenKey(url))).ToDictionary(entry => (string)entry.Name!, entry => Sighting.Parse(entry.Value!), StringComparer.Ordinal);

    /// <summary>Remembers and forgets, durably: an item that was forgotten by accident would be posted again.</summary>
    public async Task Remember(string url, IReadOnlyDictionary<string, Sighting> sightings, IReadOnlyCollection<string> forgotten)
    {
        var key = SeenKey(url);
        if (sightings.Count > 0)
        {
            await ledger.Db.HashSetAsync(key, [.. sightings.Select(seen => new HashEntry(seen.Key, seen.Value.ToString()))]);
        }

        if (forgotten.Count > 0)
        {
            await ledger.Db.HashDeleteAsync(key, [.. forgotten.Select(name => (RedisValue)name)]);
        }

        await ledger.Flush();
    }

    static string StateKey(string url) => $"int:{{intake}}:feed:{Hash(url)}";

    static string SeenKey(string url) => $"{StateKey(url)}:seen";
}

/// <summary>An identity that was seen in a feed.</summary>
/// <param name="ArticleId">What it stands for.</param>
/// <param name="At">Seconds since 1970: for a title when it was first seen, for anything else about when last.</param>
readonly record struct Sighting(string ArticleId, long At)
{
    public override string ToString() => $"{ArticleId} {At}";

    public static Sighting Parse(string text) =>
        new(text.Split(' ')[0], long.Parse(text.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture));
}
