using System.Net;
using Engagement.Platform.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using IPNetwork = System.Net.IPNetwork;

namespace Engagement.Platform.Http;

/// <summary>
/// Believes the proxies that <c>Engagement__Proxies</c> names, and nobody else, about who a reader is: else all readers behind a proxy
/// would be one visitor, or anybody could be as many as they like.
/// </summary>
static class Proxies
{
    internal static void AddProxies(this WebApplicationBuilder builder, EngagementOptions options)
    {
        var networks = options.Proxies.Select(Network).ToList();
        builder.Services.Configure<ForwardedHeadersOptions>(forwarded =>
        {
            forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
            forwarded.ForwardLimit = null;
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var network in networks)
            {
                forwarded.KnownIPNetworks.Add(network);
            }
        });
    }

    internal static void UseProxies(this WebApplication app)
    {
        if (app.Services.GetRequiredService<EngagementOptions>().Proxies.Count > 0)
        {
            app.UseForwardedHeaders();
        }
    }

    static IPNetwork Network(string proxy) =>
        IPNetwork.TryParse(proxy, out var network) ? network
        : IPAddress.TryParse(proxy, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : throw new StartProblem($"Engagement__Proxies names \"{proxy}\"; it must be an address such as 10.0.0.7 or a network such as 172.30.80.0/24.");
}
