namespace Engagement.SystemTests;

/// <summary>The ways to run.</summary>
public enum Mode
{
    /// <summary>One process with the embedded ledger and the bus in memory.</summary>
    OneProcess,

    /// <summary>Every service a process of its own, over RabbitMQ and Redis.</summary>
    Split,

    /// <summary>Like split, with two processes of every service; calls go to them in turn.</summary>
    Twice,

    /// <summary>Like split, over a Redis Cluster of three nodes.</summary>
    Cluster,

    /// <summary>As <c>docker-compose.yml</c> says, entered through its proxy.</summary>
    Compose,
}
