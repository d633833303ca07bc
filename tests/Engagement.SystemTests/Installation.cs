using Engagement.Tests;

namespace Engagement.SystemTests;

/// <summary>The two ways to run.</summary>
public enum Mode
{
    /// <summary>One process with the embedded ledger and the bus in memory.</summary>
    OneProcess,

    /// <summary>Every service a process of its own, over RabbitMQ and Redis.</summary>
    Split,
}

/// <summary>One running installation of the built program; how many processes it has is its own business.</summary>
sealed class Installation : IAsyncDisposable
{
    /// <summary>The admin key of every installation.</summary>
    public const string Key = "system-test-key-0123456789";

    static readonly string[] Services = ["intake", "publisher", "counter", "popularity", "dashboard"];

    readonly Mode mode;
    readonly string directory = Directory.CreateTempSubdirectory("engagement-system-").FullName;
    readonly List<(string Variable, string Value)> settings;
    readonly Dictionary<string, int> ports;
    readonly Dictionary<string, Instance> instances = [];

    Installation(Mode mode, IEnumerable<(string Path, string Value)> settings, string? store, string? bus)
    {
        this.mode = mode;
        // One process is one port, under all names.
        var all = RedisServer.FreePort();
        ports = Services.ToDictionary(service => service, _ => mode == Mode.OneProcess ? all : RedisServer.FreePort());
        this.settings =
        [
            ("Engagement__AdminKey", Key),
            ("Engagement__Site__Name", "Example News"),
            ("Engagement__Site__Url", "https://example.org"),
            ("Engagement__DataDirectory", Path.Combine(directory, "data")),
            ("Engagement__Store", store ?? ""),
            ("Engagement__Bus", bus ?? ""),
            .. settings.Select(setting => (setting.Path.Replace(":", "__", StringComparison.Ordinal), setting.Value)),
        ];
    }

    /// <summary>A folder that goes with the installation.</summary>
    public string Folder => directory;

    /// <summary>Everything that its processes printed.</summary>
    public string Output => string.Join('\n', instances.Values.Distinct().Select(instance => instance.Output));

    /// <summary>Starts one and returns when all of it is ready.</summary>
    public static async Task<Installation> Start(Mode mode, params IEnumerable<(string Path, string Value)> settings)
    {
        var isSplit = mode == Mode.Split;
        var installation = new Installation(mode, settings,
            isSplit ? await RedisServer.NewDatabase() : null, isSplit ? (await RabbitServer.Shared()).Uri : null);
        await installation.Run();
        return installation;
    }

    /// <summary>The process that answers for a service.</summary>
    public Instance Of(string service) => instances[service];

    /// <summary>kill -9 of all its processes at once.</summary>
    public Task Kill() => Task.WhenAll(instances.Values.Distinct().Select(instance => instance.Kill()));

    /// <summary>Starts its processes, again or for the first time.</summary>
    public async Task Run()
    {
        foreach (var instance in instances.Values.Distinct())
        {
            instance.Dispose();
        }

        instances.Clear();
        if (mode == Mode.OneProcess)
        {
            var one = Instance.Launch(ports["intake"], settings);
            foreach (var service in Services)
            {
                instances[service] = one;
            }
        }
        else
        {
            var peers = Services.Select(service => ($"Engagement__Peers__{service}", $"http://127.0.0.1:{ports[service]}")).ToList();
            foreach (var service in Services)
            {
                instances[service] = Instance.Launch(ports[service], [.. settings, .. peers, ("Engagement__Services", service)]);
            }
        }

        await Task.WhenAll(instances.Values.Distinct().Select(instance => instance.Ready()));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        foreach (var instance in instances.Values.Distinct())
        {
            instance.Dispose();
        }

        Directory.Delete(directory, recursive: true);
        return ValueTask.CompletedTask;
    }
}
