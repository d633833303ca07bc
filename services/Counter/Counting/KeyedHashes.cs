using System.Security.Cryptography;
using System.Text;
using Engagement.Platform.Store;

namespace Engagement.Counter.Counting;

/// <summary>Turns what could point at a reader into 16 bytes that point at nobody without a secret.</summary>
/// <remarks>
/// The salt of a visitor window is made at its first event, kept in the ledger for all instances, and deleted when the next begins:
/// from then on nobody can tell from the hashes who it was, not even with the address in hand.
/// </remarks>
sealed class KeyedHashes(Ledger ledger, CounterOptions options, TimeProvider time)
{
    byte[]? deviceSecret;
    WindowSalt? current;

    /// <summary>One object, so that another thread never sees the window of one and the salt of the next.</summary>
    sealed record WindowSalt(long Window, byte[] Salt);

    /// <summary>The hash of an event's id. No secret: an id points at nobody.</summary>
    public static byte[] OfEvent(string id)
    {
        Span<byte> text = stackalloc byte[3 * 128];
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(text[..Encoding.UTF8.GetBytes(id, text)], hash);
        return hash[..16].ToArray();
    }

    /// <summary>A name for some holders of an article, so that they are taken over once.</summary>
    public static byte[] OfHolders(string article, IEnumerable<byte[]> holders) =>
        SHA256.HashData([.. Encoding.UTF8.GetBytes(article), (byte)'\n', .. holders.SelectMany(holder => holder)])[..16];

    /// <summary>The hash of a device.</summary>
    public async ValueTask<byte[]> OfDevice(string device) => Of(await DeviceSecret(), device);

    /// <summary>What makes the hashes of devices. It leaves only in an export that asks for it.</summary>
    public async ValueTask<byte[]> DeviceSecret() => deviceSecret ??= await Secret("device");

    /// <summary>Makes another installation's secret ours, durably. False where readers have made bookmarks with one of our own.</summary>
    public async Task<bool> TakeDeviceSecret(byte[] secret)
    {
        await ledger.Db.HashSetAsync(Keys.Secrets, "device", secret, StackExchange.Redis.When.NotExists);
        await ledger.Flush();
        var ours = await DeviceSecret();
        return CryptographicOperations.FixedTimeEquals(secret, ours);
    }

    /// <summary>What is kept of somebody at an article: unlike what is kept of them at any other; empty where there is nobody.</summary>
    public static byte[] Of(byte[] somebody, string article, ReadOnlySpan<char> deed)
    {
        if (somebody.Length == 0)
            return [];
        Span<byte> text = stackalloc byte[16 + 3 * 128 + 1 + 3 * 64];
        somebody.CopyTo(text);
        var length = 16 + Encoding.UTF8.GetBytes(article, text[16..]);
        text[length++] = (byte)'\n';
        length += Encoding.UTF8.GetBytes(deed, text[length..]);
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(text[..length], hash);
        return hash[..16].ToArray();
    }

    /// <summary>The hash of a visitor in this window; empty where windows are off.</summary>
    public async ValueTask<byte[]> OfVisitor(string who)
    {
        if (options.VisitorWindow == TimeSpan.Zero)
            return [];
        var window = time.GetUtcNow().Ticks / options.VisitorWindow.Ticks;
        var salt = current;
        if (salt?.Window != window)
            current = salt = new(window, await Salt(window));
        return Of(salt.Salt, who);
    }

    async Task<byte[]> Salt(long window)
    {
        await ledger.Db.StringSetAsync(Keys.Salt(window), RandomNumberGenerator.GetBytes(32), options.VisitorWindow, StackExchange.Redis.When.NotExists);
        await ledger.Db.KeyDeleteAsync([Keys.Salt(window - 1), Keys.Salt(window - 2)]);
        await ledger.Flush();
        return (byte[])(await ledger.Db.StringGetAsync(Keys.Salt(window)))!;
    }

    static byte[] Of(byte[] secret, string text) => HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(text))[..16];

    async Task<byte[]> Secret(string name)
    {
        // Several instances may start at once on one ledger: the first secret stays.
        await ledger.Db.HashSetAsync(Keys.Secrets, name, RandomNumberGenerator.GetBytes(32), StackExchange.Redis.When.NotExists);
        await ledger.Flush();
        return (byte[])(await ledger.Db.HashGetAsync(Keys.Secrets, name))!;
    }
}
