using Engagement.Platform.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Platform;

/// <summary>Runs the services that <c>Engagement__Services</c> names; all of them where it is empty.</summary>
public static class ServiceRegistry
{
    static readonly string[] Known = ["intake", "publisher", "counter", "popularity", "dashboard"];

    sealed class Running
    {
        public List<(string Name, Action<WebApplication> Map)> Services { get; } = [];
    }

    /// <summary>Adds a service to this process if it is to run here.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="name">Its name in <c>Engagement__Services</c>.</param>
    /// <param name="add">Registers its parts.</param>
    /// <param name="map">Maps its endpoints.</param>
    public static void AddService(this WebApplicationBuilder builder, string name, Action<WebApplicationBuilder> add, Action<WebApplication> map)
    {
        if (!IsOn(builder, name))
        {
            return;
        }

        add(builder);
        var running = builder.Services.FirstOrDefault(service => service.ServiceType == typeof(Running))?.ImplementationInstance as Running;
        if (running is null)
        {
            builder.Services.AddSingleton(running = new Running());
        }

        running.Services.Add((name, map));
    }

    /// <summary>Whether a service runs in this process.</summary>
    /// <exception cref="StartProblem"><c>Engagement__Services</c> names a service that does not exist.</exception>
    public static bool IsOn(this WebApplicationBuilder builder, string name)
    {
        var wanted = (builder.Configuration["Engagement:Services"] ?? "")
            .Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (wanted.FirstOrDefault(service => !Known.Contains(service, StringComparer.OrdinalIgnoreCase)) is { } unknown)
        {
            throw new StartProblem($"Engagement__Services names \"{unknown}\"; the services are {string.Join(", ", Known)}.");
        }

        return wanted.Length == 0 || wanted.Contains(name, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The names of the services that run here.</summary>
    internal static IReadOnlyList<string> RunningServices(this IServiceProvider services) => [.. services.GetService<Running>()?.Services.Select(service => service.Name) ?? []];

    /// <summary>Maps the endpoints of the services that run here.</summary>
    public static void MapServices(this WebApplication app)
    {
        foreach (var (_, map) in app.Services.GetService<Running>()?.Services ?? [])
        {
            map(app);
        }
    }
}
