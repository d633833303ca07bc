using Engagement.Platform.Http;
using Engagement.Platform.Settings;
using MassTransit;

namespace Engagement.Platform.Bus;

/// <summary>How the bus fares.</summary>
sealed class BusState(IBusControl bus, QueueDepths depths, EngagementOptions options)
{
    /// <summary>memory or rabbitmq.</summary>
    public string Kind { get; } = options.Bus.Length == 0 ? "memory" : "rabbitmq";

    public async Task<IReadOnlyList<SystemFigure>> Read()
    {
        var health = bus.CheckHealth();
        var queues = health.Endpoints.Count(endpoint => endpoint.Value.Status == BusHealthStatus.Healthy);
        return health.Status == BusHealthStatus.Healthy
            ? [new("bus-queues", queues, "count"), .. await depths.Read()]
            : [new("bus-queues", queues, "count", "The bus cannot be reached, so services hear of each other late.",
                "Check Engagement__Bus and that RabbitMQ runs; what waits is in the ledger and goes out when it is back.")];
    }
}
