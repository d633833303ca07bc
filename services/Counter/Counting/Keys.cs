using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using StackExchange.Redis;

namespace Engagement.Counter.Counting;

/// <summary>Where the Counter keeps what in the ledger.</summary>
/// <remarks>
/// ctr:{c0}:a:ID          hash    one article: @ → 1 (live), w (withdrawn) or >OTHER (merged into it); @r → revision;
///                                FIELD → count since ever; @v + its verified counts is the version of its totals
/// ctr:{c0}:i:ID          string  the article as Intake said it, JSON
/// ctr:{c0}:latest        zset    the 5,000 articles that were registered last → when, ms
/// ctr:{c0}:u:HASH        string  normalised URL → article id
/// ctr:{c0}:b:ID          set     keyed hashes of the devices that hold it as a bookmark
/// ctr:{c0}:held:HASH     string  empty: these holders of an article were taken over from another installation
/// ctr:{c0}:m:ID:N        hash    its minutes of hour N since 1970: MM|FIELD → count; MM|@ + its verified counts is the minute's version
/// ctr:{c0}:h:ID:N        hash    its hours of day N, alike; HH~FIELD is what was rolled up from its minutes
/// ctr:{c0}:d:ID:N        hash    its days of the N-th 400 days, alike
/// ctr:{c0}:x:m:N         set     which articles have an m hash for N; h and d alike
/// ctr:{c0}:e:HASH        string  empty: the event with this id, hashed to 16 bytes, was counted; expires after 36 h
/// ctr:{c0}:v:N:HASH      string  empty: who, in a keyed hash, did what in the N-th visitor window; expires with it. For shares one more,
///                                whatever the target
/// ctr:{c0}:salt:N        string  the secret that makes them; deleted when the next window begins
/// ctr:{c0}:changed       hash    buckets changed since they were last said, as m:ID:N|MM| → a word that each change renews
/// ctr:{c0}:parked        zset    pages of the site that readers found before we did → ms of their first event
/// ctr:{c0}:parked:events hash    event id and page → the event, waiting for its article
/// ctr:{c0}:rolled        hash    m, h → the next N to be rolled up
/// ctr:{c0}:history:ID    list    corrections by people, JSON
/// ctr:{c0}:teller        string  the instance that says what changed; expires after 3 s
/// ctr:{c0}:widget:V      hash    file → content, of version V of the widget, which pages may still name
/// ctr:{c0}:keys          hash    device → the secret that makes device hashes
/// FIELD is kind[:target]@channel for what counts, with !reason behind it for what is only kept as raw. The kind again says how many of
/// the shares were by readers who had shared the article elsewhere in the same window: shares without them are its distinct readers.
/// One slot holds them all, so that one script counts a whole batch. Ids and visitors are keys of their own and no members of large
/// sets: the embedded ledger hangs on an object larger than its memory, and writes a set that changed whole into each checkpoint.
/// </remarks>
static class Keys
{
    public const string Prefix = "ctr:{c0}:";
    public const string Live = "1";
    public const string Withdrawn = "w";

    public static RedisKey Changed { get; } = Prefix + "changed";

    public static RedisKey Latest { get; } = Prefix + "latest";

    public static RedisKey ParkedPages { get; } = Prefix + "parked";

    public static RedisKey ParkedEvents { get; } = Prefix + "parked:events";

    public static RedisKey Rolled { get; } = Prefix + "rolled";

    public static RedisKey Teller { get; } = Prefix + "teller";

    public static RedisKey Secrets { get; } = Prefix + "keys";

    /// <summary>A word that nobody says a second time.</summary>
    public static RedisValue NewWord() => Guid.NewGuid().ToByteArray();

    public static RedisKey Article(string id) => Prefix + "a:" + id;

    public static RedisKey Info(string id) => Prefix + "i:" + id;

    public static RedisKey Bookmarks(string id) => Prefix + "b:" + id;

    public static RedisKey Taken(byte[] holders) => Prefix + "held:" + Convert.ToHexStringLower(holders);

    public static RedisKey Corrections(string id) => Prefix + "history:" + id;

    public static RedisKey Url(string normalised) =>
        Prefix + "u:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(normalised)).AsSpan(0, 16));

    public static RedisKey Container(string name) => Prefix + name;

    public static RedisKey Index(Scale scale, long number) =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix}x:{scale.Letter}:{number}");

    public static RedisKey Seen(byte[] id) => (byte[])[.. "ctr:{c0}:e:"u8, .. id];

    public static RedisKey Visitor(long window, byte[] member) =>
        (byte[])[.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Prefix}v:{window}:")), .. member];

    public static RedisKey Widget(string version) => Prefix + "widget:" + version;

    public static RedisKey Salt(long window) => Prefix + "salt:" + window.ToString(CultureInfo.InvariantCulture);
}
