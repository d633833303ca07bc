using System.Net;
using System.Net.Sockets;

namespace Engagement.Dashboard.SignIn;

/// <summary>
/// Locks an address out for a quarter of an hour after five wrong keys. It remembers 4,096 addresses, in memory only; at that number
/// the one that failed longest ago is forgotten, which costs an attacker more than it gains: keys have 256 random bits.
/// </summary>
sealed class SignInGuard(TimeProvider time)
{
    const int Allowed = 5;
    const int Remembered = 4096;
    static readonly TimeSpan Lock = TimeSpan.FromMinutes(15);

    readonly Lock gate = new();
    readonly Dictionary<string, (int Failures, DateTimeOffset Last)> failures = [];

    /// <summary>How long an address must wait; null where it may try.</summary>
    public TimeSpan? Wait(IPAddress? address)
    {
        lock (gate)
        {
            return failures.TryGetValue(Name(address), out var known) && known.Failures >= Allowed && known.Last + Lock - time.GetUtcNow() is { Ticks: > 0 } left
                ? left
                : null;
        }
    }

    public void Failed(IPAddress? address)
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            var name = Name(address);
            var before = failures.GetValueOrDefault(name);
            if (failures.Count >= Remembered && !failures.ContainsKey(name))
            {
                failures.Remove(failures.MinBy(known => known.Value.Last).Key);
            }

            failures[name] = (before.Last + Lock < now ? 1 : before.Failures + 1, now);
        }
    }

    public void Succeeded(IPAddress? address)
    {
        lock (gate)
        {
            failures.Remove(Name(address));
        }
    }

    // A person with IPv6 has a whole /64 to try from, so that counts as one address.
    static string Name(IPAddress? address) => address is null ? ""
        : address.IsIPv4MappedToIPv6 ? address.MapToIPv4().ToString()
        : address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8))
        : address.ToString();
}
