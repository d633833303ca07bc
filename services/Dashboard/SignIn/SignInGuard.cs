using System.Net;
using System.Net.Sockets;

namespace Engagement.Dashboard.SignIn;

/// <summary>
/// Locks an address out for a quarter of an hour after five wrong tries, and a name, tried from many addresses, after twenty-five. It
/// remembers 4,096 of them, in memory only; at that number the one that failed longest ago is forgotten.
/// </summary>
sealed class SignInGuard(TimeProvider time)
{
    /// <summary>From one address.</summary>
    public const int Allowed = 5;

    /// <summary>For one name: more, so that nobody shuts an editor out by knowing the name.</summary>
    public const int AllowedForName = 25;

    const int Remembered = 4096;
    static readonly TimeSpan Lock = TimeSpan.FromMinutes(15);

    readonly Lock gate = new();
    readonly Dictionary<string, (int Failures, DateTimeOffset Last)> failures = [];

    /// <summary>How long an address or name must wait; null where it may try.</summary>
    public TimeSpan? Wait(string who, int allowed)
    {
        lock (gate)
        {
            return failures.TryGetValue(who, out var known) && known.Failures >= allowed && known.Last + Lock - time.GetUtcNow() is { Ticks: > 0 } left
                ? left
                : null;
        }
    }

    public void Failed(string who)
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            var before = failures.GetValueOrDefault(who);
            if (failures.Count >= Remembered && !failures.ContainsKey(who))
            {
                failures.Remove(failures.MinBy(known => known.Value.Last).Key);
            }

            failures[who] = (before.Last + Lock < now ? 1 : before.Failures + 1, now);
        }
    }

    public void Succeeded(string who)
    {
        lock (gate)
        {
            failures.Remove(who);
        }
    }

    /// <summary>What an address is remembered as. A person with IPv6 has a whole /64 to try from, so that counts as one.</summary>
    public static string Of(IPAddress? address) => address is null ? ""
        : address.IsIPv4MappedToIPv6 ? address.MapToIPv4().ToString()
        : address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8))
        : address.ToString();
}
