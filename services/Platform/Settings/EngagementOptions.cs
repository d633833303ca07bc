using System.ComponentModel.DataAnnotations;

namespace Engagement.Platform.Settings;

/// <summary><c>Engagement</c>: what every process needs to know.</summary>
public sealed class EngagementOptions
{
    /// <summary>The services that this process runs, by comma: intake, publisher, counter, popularity, dashboard. Default: all.</summary>
    public string Services { get; init; } = "";

    /// <summary>Where the embedded ledger lives on disk. Default <c>./data</c>.</summary>
    public string DataDirectory { get; init; } = "./data";

    /// <summary>A Redis connection (<c>host:port,password=…</c>). Empty: the embedded ledger.</summary>
    public string Store { get; init; } = "";

    /// <summary>The password of that Redis, where it is not in <see cref="Store"/>; mostly given as <c>Engagement__StorePassword_FILE</c>.</summary>
    public string StorePassword { get; init; } = "";

    /// <summary>
    /// Takes a Redis that may lose what was accepted: one without <c>appendonly yes</c> and <c>appendfsync always</c>, or with a
    /// <c>maxmemory-policy</c> that drops keys. For trials, and where whoever runs it keeps it safe in other ways. Default false.
    /// </summary>
    public bool AllowUnsafeStore { get; init; }

    /// <summary>An AMQP URI (<c>amqp://user:password@host:5672/</c>). Empty: in memory, for one process only.</summary>
    public string Bus { get; init; } = "";

    /// <summary>The password of the bus, where it is not in <see cref="Bus"/>; mostly given as <c>Engagement__BusPassword_FILE</c>.</summary>
    public string BusPassword { get; init; } = "";

    /// <summary>
    /// Addresses or networks (<c>10.0.0.7</c>, <c>172.30.80.0/24</c>) of the proxies in front of us, which are believed when they say
    /// what a reader's address is (<c>X-Forwarded-For</c>, <c>-Proto</c>, <c>-Host</c>). Everybody else's headers are ignored. Default: none.
    /// </summary>
    public IReadOnlyList<string> Proxies { get; init; } = [];

    /// <summary>
    /// How long a process that is told to stop answers on, while it says that it is not ready and asks callers to go elsewhere. Set it
    /// where a proxy looks at <c>/health/ready</c>. 0 to 5 s. Default 0.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:05")]
    public TimeSpan DrainTime { get; init; }

    /// <summary>A key with all scopes, at least 20 characters. Empty: one is made at the first start and printed once.</summary>
    public string AdminKey { get; init; } = "";

    /// <summary>Base addresses of services that run in other processes, by name. A service that is not named runs here.</summary>
    public IReadOnlyDictionary<string, string> Peers { get; init; } = new Dictionary<string, string>();
}
