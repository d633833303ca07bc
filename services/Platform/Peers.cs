using Engagement.Platform.Settings;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Engagement.Platform;

/// <summary>Where each service's HTTP API is: in this process, or where <c>Engagement__Peers__{service}</c> says.</summary>
public sealed class Peers(EngagementOptions options, IServer server)
{
    /// <summary>The base address of a service, such as <c>http://127.0.0.1:5080</c>.</summary>
    /// <param name="service">intake, publisher, counter, popularity or dashboard.</param>
    public Uri Of(string service) =>
        options.Peers.FirstOrDefault(peer => string.Equals(peer.Key, service, StringComparison.OrdinalIgnoreCase)).Value is { Length: > 0 } elsewhere
            ? new Uri(elsewhere)
            : Own();

    /// <summary>This process's own address, reachable from this machine.</summary>
    public Uri Own()
    {
        var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()
            ?? throw new InvalidOperationException("The server has not started yet.");
        return new Uri(address
            .Replace("://[::]", "://127.0.0.1", StringComparison.Ordinal)
            .Replace("://0.0.0.0", "://127.0.0.1", StringComparison.Ordinal)
            .Replace("://*", "://127.0.0.1", StringComparison.Ordinal)
            .Replace("://+", "://127.0.0.1", StringComparison.Ordinal));
    }
}
