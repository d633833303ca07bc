using Engagement.Platform;

namespace Engagement.Dashboard.Api;

/// <summary>A process, as it tells of itself.</summary>
public sealed record ProcessState
{
    public required string Instance { get; init; }
    public string Version { get; init; } = "";
    public DateTimeOffset StartedAt { get; init; }
    public IReadOnlyList<string> Services { get; init; } = [];
    public long MemoryBytes { get; init; }

    /// <summary>embedded or redis.</summary>
    public string Ledger { get; init; } = "";

    /// <summary>memory or rabbitmq.</summary>
    public string Bus { get; init; } = "";

    public IReadOnlyList<ProcessFigure> Figures { get; init; } = [];
}

/// <summary>Something that a process or a service in it tells.</summary>
public sealed record ProcessFigure(string Service, string Name, double Value, string Unit, string? Problem, string? Advice);

/// <summary>The processes behind the services: one where all run together.</summary>
sealed class SystemApi(ApiClient api, Peers peers)
{
    static readonly string[] Services = ["intake", "publisher", "counter", "popularity"];

    public async Task<IReadOnlyList<ProcessState>> Processes() =>
        [.. (await Task.WhenAll(Services.DistinctBy(peers.Of).Select(service => api.Get<ProcessState>(service, "/api/system")))).Select(answer => answer.Value).OfType<ProcessState>().DistinctBy(process => process.Instance)];
}
