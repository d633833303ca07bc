using System.Security.Cryptography;
using System.Text;
using Engagement.Platform.Store;

namespace Engagement.Counter.Counting;

/// <summary>Turns what could point at a reader into 16 bytes that point at nobody without a secret.</summary>
sealed class KeyedHashes(Ledger ledger)
{
    byte[]? deviceSecret;

    /// <summary>The hash of an event's id. No secret: an id points at nobody.</summary>
    public static byte[] OfEvent(string id) => SHA256.HashData(Encoding.UTF8.GetBytes(id))[..16];

    /// <summary>The hash of a device's bookmark of an article: the same device is another one at every article.</summary>
    public async ValueTask<byte[]> OfDevice(string device, string article) =>
        Of(deviceSecret ??= await Secret("device"), $"{device}\n{article}");

    static byte[] Of(byte[] secret, string text) => HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(text))[..16];

    async Task<byte[]> Secret(string name)
    {
        // Several instances may start at once on one ledger: the first secret stays.
        await ledger.Db.HashSetAsync(Keys.Secrets, name, RandomNumberGenerator.GetBytes(32), StackExchange.Redis.When.NotExists);
        await ledger.Flush();
        return (byte[])(await ledger.Db.HashGetAsync(Keys.Secrets, name))!;
    }
}
