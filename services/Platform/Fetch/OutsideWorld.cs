using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Security.AntiSSRF;

namespace Engagement.Platform.Fetch;

/// <summary><c>Engagement:Fetch</c>: how addresses that a page, a feed or a person gave us are fetched.</summary>
public sealed class FetchOptions
{
    /// <summary>
    /// Networks inside the house that may be fetched all the same, in CIDR notation, such as <c>10.2.0.0/16</c> where the site itself
    /// is only reachable there. Default: none, so that nobody can make this program call internal machines.
    /// </summary>
    public IReadOnlyList<string> AllowedNetworks { get; init; } = [];
}

/// <summary>
/// The HTTP client for every URL that did not come from the operator. It refuses private, loopback and link-local addresses after
/// name resolution, so a name that points inside is no way in; it follows no redirect by itself; it gives up after 15 seconds.
/// </summary>
public static class OutsideWorld
{
    /// <summary>The name to ask <see cref="IHttpClientFactory"/> for.</summary>
    public const string Client = "outside";

    internal static void AddOutsideWorld(this WebApplicationBuilder builder)
    {
        var options = Settings.Settings.Read<FetchOptions>(builder.Configuration, "Engagement:Fetch");
        builder.Services.AddHttpClient(Client, client =>
        {
            client.Timeout = TimeSpan.FromSeconds(15);
            client.DefaultRequestHeaders.UserAgent.ParseAdd("Engagement/0.1");
        }).ConfigurePrimaryHttpMessageHandler(() => Handler(options));
    }

    static AntiSSRFHandler Handler(FetchOptions options)
    {
        var policy = new AntiSSRFPolicy(PolicyConfigOptions.ExternalOnlyLatest) { AllowPlainTextHttp = true, AddXFFHeader = false };
        if (options.AllowedNetworks.Count > 0)
        {
            policy.AddAllowedAddresses([.. options.AllowedNetworks]);
        }

        var handler = policy.GetHandler();
        handler.AllowAutoRedirect = false;
        return handler;
    }
}
