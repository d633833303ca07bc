using System.Diagnostics;
using Engagement.Tests;
using Xunit;

namespace Engagement.SystemTests;

/// <summary>
/// What <c>docker-compose.yml</c> names, as processes of this machine: the commands, environments, configuration files, secrets and health
/// checks are those of the file; only host names, ports and paths inside a container are those of this machine.
/// </summary>
sealed class ComposeStack : IDisposable
{
    static readonly Dictionary<string, int> Ports = new() { ["redis"] = 6379, ["rabbitmq"] = 5672, ["proxy"] = 5080 };
    const int OwnPort = 8080;

    readonly string folder;
    readonly IReadOnlyList<ComposeService> services;
    readonly Dictionary<string, int> ports;
    readonly int distributionPort = RedisServer.FreePort();
    readonly int mapperPort = RedisServer.FreePort();
    readonly List<Server> servers = [];

    /// <summary>Reads the file; nothing runs yet.</summary>
    public ComposeStack(string folder, IReadOnlyDictionary<string, string> secrets, IReadOnlyDictionary<string, string> variables)
    {
        this.folder = folder;
        services = ComposeFile.Read(Path.Combine(Repository.Folder, "docker-compose.yml"), variables);
        ports = services.ToDictionary(service => service.Name, _ => RedisServer.FreePort());
        Directory.CreateDirectory(Path.Combine(folder, "secrets"));
        foreach (var secret in services.SelectMany(service => service.Secrets).Distinct())
        {
            File.WriteAllText(Path.Combine(folder, "secrets", secret), secrets.GetValueOrDefault(secret, ""));
        }
    }

    /// <summary>Those that are our program, in the order in which they start.</summary>
    public IEnumerable<ComposeService> Ours => services.Where(service => service.Image.StartsWith("engagement:", StringComparison.Ordinal));

    /// <summary>Where everybody enters.</summary>
    public Uri Door => new($"http://127.0.0.1:{ports["proxy"]}");

    /// <summary>Starts what is not ours, before ours (<paramref name="before"/>) or after it, each when those it waits for are healthy.</summary>
    public async Task Start(bool before)
    {
        var ours = Ours.Select(service => service.Name).ToHashSet();
        foreach (var service in services.Except(Ours).Where(service => service.After.Any(ours.Contains) != before))
        {
            var server = new Server(folder, [.. service.Command.Select(text => Here(service, text))], Environment(service));
            servers.Add(server);
            server.Start();
            if (service.HealthCheck.Count > 0)
            {
                await Eventually.True(() => IsHealthy(service, server), $"{service.Name} is healthy; it said {server.Output}", withinSeconds: 90);
            }
        }
    }

    /// <summary>Starts one of ours.</summary>
    public Instance Launch(ComposeService service, IEnumerable<(string Variable, string Value)> also) =>
        Instance.LaunchBehind(Door, ports[service.Name], [.. Environment(service), .. also]);

    /// <summary>Fails the test where the health check of one of ours does not say what its endpoint says.</summary>
    public async Task CheckHealth(ComposeService service)
    {
        using var beside = new Server(folder, [], []);
        Assert.Equal(0, await beside.Execute([.. Check(service)]));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        servers.Reverse();
        foreach (var server in servers)
        {
            server.Dispose();
        }

        using var mapper = Process.Start(new ProcessStartInfo("epmd", ["-kill"])
        {
            RedirectStandardOutput = true,
            Environment = { ["ERL_EPMD_PORT"] = $"{mapperPort}" },
        })!;
        mapper.WaitForExit();
    }

    async Task<bool> IsHealthy(ComposeService service, Server server) => await server.Execute([.. Check(service)]) == 0;

    IEnumerable<string> Check(ComposeService service)
    {
        var words = service.HealthCheck.Select(text => Here(service, text).Replace("/app/engagement", Repository.Program, StringComparison.Ordinal)).ToList();
        return words[0] == "CMD-SHELL" ? ["sh", "-c", words[1]] : words.Skip(1);
    }

    IEnumerable<(string, string)> Environment(ComposeService service)
    {
        var own = service.Environment.Select(variable => (variable.Key, Here(service, variable.Value)));
        return service.Name == "rabbitmq" ? [.. own, .. Rabbit(service)] : [.. own, ("HOME", folder), ("XDG_DATA_HOME", folder), ("XDG_CONFIG_HOME", folder)];
    }

    static int Inside(string name) => Ports.GetValueOrDefault(name, OwnPort);

    /// <summary>A text of the container's world in the words of this machine.</summary>
    string Here(ComposeService service, string text)
    {
        // Marked first and replaced then, because a port of this machine may contain the digits of another.
        foreach (var name in ports.Keys)
        {
            text = text.Replace($"{name}:{Inside(name)}", $"127.0.0.1:<{name}>", StringComparison.Ordinal);
        }

        text = text.Replace($"{Inside(service.Name)}", $"<{service.Name}>", StringComparison.Ordinal)
            .Replace("//+:", "//127.0.0.1:", StringComparison.Ordinal)
            .Replace("/run/secrets", Path.Combine(folder, "secrets"), StringComparison.Ordinal);
        text = ports.Aggregate(text, (so, port) => so.Replace($"<{port.Key}>", $"{port.Value}", StringComparison.Ordinal));
        return service.Volumes.Aggregate(text, (so, volume) => so.Replace(volume.To, Mounted(service, volume.From), StringComparison.Ordinal));
    }

    /// <summary>A folder for a named volume; for a file of the repository, a copy in the words of this machine.</summary>
    string Mounted(ComposeService service, string from)
    {
        var there = Path.Combine(folder, Path.GetFileName(from) is var name && from.StartsWith('.') ? name : $"volume-{name}");
        if (!from.StartsWith('.'))
        {
            Directory.CreateDirectory(there);
        }
        else if (!File.Exists(there))
        {
            var volumes = service.Volumes.Where(volume => !volume.From.StartsWith('.'));
            var text = Here(service with { Volumes = [.. volumes] }, File.ReadAllText(Path.Combine(Repository.Folder, from)));
            // Nothing that a test starts is to be reached from another machine.
            File.WriteAllText(there, text.Replace("bind * -::*", "bind 127.0.0.1", StringComparison.Ordinal)
                .Replace($"\n:{ports[service.Name]} {{", $"\nhttp://127.0.0.1:{ports[service.Name]} {{", StringComparison.Ordinal));
        }

        return there;
    }

    /// <summary>What the image of RabbitMQ brings along: where things are, and the command that its entry point is.</summary>
    IEnumerable<(string, string)> Rabbit(ComposeService service)
    {
        var tools = Directory.CreateDirectory(Path.Combine(folder, "tools")).FullName;
        var entry = Path.Combine(tools, "docker-entrypoint.sh");
        if (!File.Exists(entry))
        {
            File.WriteAllText(entry, "#!/bin/sh\nexec \"$@\"\n");
            Process.Start("chmod", ["+x", entry]).WaitForExit();
        }

        var data = Mounted(service, service.Volumes.Single(volume => volume.To == "/var/lib/rabbitmq").From);
        var configuration = Mounted(service, service.Volumes.Single(volume => volume.From.StartsWith('.')).From);
        return
        [
            .. RabbitServer.Place(data, ports["rabbitmq"], distributionPort, mapperPort),
            ("RABBITMQ_CONFIG_FILE", configuration),
            ("PATH", $"{tools}:/usr/lib/rabbitmq/bin:{System.Environment.GetEnvironmentVariable("PATH")}"),
        ];
    }
}
