using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Engagement.Fakes;

/// <summary>A bare web server on 127.0.0.1 that no setting of the machine reaches.</summary>
static class LocalServer
{
    /// <summary>Builds one; it listens once it is started. Port 0 takes a free one.</summary>
    public static WebApplication Build(int port = 0, Action<IServiceCollection>? add = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(server => server.Listen(IPAddress.Loopback, port));
        builder.Services.AddRoutingCore();
        add?.Invoke(builder.Services);
        return builder.Build();
    }

    /// <summary>Where a started one listens.</summary>
    public static Uri Address(this WebApplication app) =>
        new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
}
