using System.Security.Cryptography;
using System.Text.Json;
using Engagement.Counter.Articles;

namespace Engagement.Counter.Reading;

/// <summary>An article's counts as they go over the wire.</summary>
/// <param name="Id">Whose they are: another than was asked for where that was merged.</param>
/// <param name="Json">The counts alone.</param>
/// <param name="Body">The whole answer to whoever asks for this article only.</param>
/// <param name="Tag">Its ETag.</param>
sealed record CachedCounts(string Id, byte[] Json, byte[] Body, string Tag)
{
    public static CachedCounts Of(string id, byte[] json)
    {
        byte[] body = [.. """{"counts":{"""u8, .. JsonSerializer.SerializeToUtf8Bytes(id, Platform.Http.Json.Options), .. ":"u8, .. json, .. "}}"u8];
        return new(id, json, body, TagOf(body));
    }

    public static string TagOf(ReadOnlySpan<byte> body) => $"\"{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 8))}\"";
}

/// <summary>
/// Counts that were read lately, so that a page which many readers open costs no look into the ledger each. What this instance counts is
/// forgotten here before its answer goes out; what others count is seen within a second.
/// </summary>
sealed class CountCache(TimeProvider time)
{
    readonly Recent<CachedCounts> entries = new(50_000, TimeSpan.FromSeconds(1), time);

    /// <summary>How often something changed, by hash of the id: whoever read before a change must not keep what they read after it.</summary>
    readonly long[] changes = new long[4_096];

    public CachedCounts? Find(string id) => entries.Find(id);

    /// <summary>To be taken before the ledger is read.</summary>
    public long Stamp(string id) => Volatile.Read(ref changes[Slot(id)]);

    public void Keep(string id, CachedCounts counts, long stamp)
    {
        if (Stamp(id) == stamp)
            entries.Keep(id, counts);
    }

    /// <summary>Forgets an article, because its counts changed.</summary>
    public void Changed(string id)
    {
        Interlocked.Increment(ref changes[Slot(id)]);
        entries.Forget(id);
    }

    static int Slot(string id) => (int)((uint)string.GetHashCode(id) % 4_096);
}
