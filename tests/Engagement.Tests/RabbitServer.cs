using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Engagement.Tests;

/// <summary>
/// A RabbitMQ of its own as a process, on ports and in a folder of its own. Debian's script would switch to a user that may not write
/// there, so the server is started past it, as whoever runs the tests.
/// </summary>
public sealed class RabbitServer : IAsyncDisposable
{
    static readonly Lazy<Task<RabbitServer>> One = new(async () =>
    {
        var server = await Start();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.End();
        return server;
    });

    int hosts;
    readonly string directory;
    readonly Dictionary<string, string> environment;
    readonly int port;
    Process process;

    RabbitServer(string directory, Dictionary<string, string> environment, int port)
    {
        this.directory = directory;
        this.environment = environment;
        this.port = port;
        process = Launch();
    }

    /// <summary>What <c>Engagement:Bus</c> must be.</summary>
    public string Uri => $"amqp://guest:guest@127.0.0.1:{port}/";

    /// <summary>Where it listens.</summary>
    public int Port => port;

    /// <summary>Its process; the Erlang machine is a child of it.</summary>
    public int Id => process.Id;

    /// <summary>One server for all tests of a run that do not harm it.</summary>
    public static Task<RabbitServer> Shared() => One.Value;

    /// <summary>
    /// What <c>Engagement:Bus</c> must be for an empty virtual host: what one installation left unacknowledged when it was killed must
    /// not reach the next.
    /// </summary>
    public async Task<string> NewHost()
    {
        var name = $"host{Interlocked.Increment(ref hosts)}";
        await Ask("rabbitmqctl", "-q", "eval", $"""
            rabbit_vhost:add(<<"{name}">>, <<"tests">>),
            rabbit_auth_backend_internal:set_permissions(<<"guest">>, <<"{name}">>, <<".*">>, <<".*">>, <<".*">>, <<"tests">>).
            """);
        return $"{Uri}{name}";
    }

    /// <summary>Starts one; it takes about five seconds.</summary>
    public static async Task<RabbitServer> Start()
    {
        var directory = Directory.CreateTempSubdirectory("engagement-rabbit-").FullName;
        var port = RedisServer.FreePort();
        var server = new RabbitServer(directory, Place(directory, port, RedisServer.FreePort(), RedisServer.FreePort()).ToDictionary(), port);
        await server.Ready();
        return server;
    }

    /// <summary>The environment of a server that keeps to a folder and to ports of its own.</summary>
    public static IEnumerable<(string Variable, string Value)> Place(string directory, int port, int distributionPort, int mapperPort) =>
    [
        ("HOME", directory),
        ("RABBITMQ_NODENAME", $"engagement{port}@localhost"),
        ("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1"),
        ("RABBITMQ_NODE_PORT", $"{port}"),
        ("RABBITMQ_DIST_PORT", $"{distributionPort}"),
        ("RABBITMQ_MNESIA_BASE", Path.Combine(directory, "data")),
        ("RABBITMQ_LOG_BASE", Path.Combine(directory, "log")),
        ("RABBITMQ_CONFIG_FILE", Path.Combine(directory, "rabbitmq")),
        ("RABBITMQ_ENABLED_PLUGINS_FILE", Path.Combine(directory, "plugins")),
        ("RABBITMQ_PID_FILE", Path.Combine(directory, "pid")),
        // The port mapper is a daemon of its own: it too listens on the loopback only, and ends with the server.
        ("ERL_EPMD_PORT", $"{mapperPort}"),
        ("ERL_EPMD_ADDRESS", "127.0.0.1"),
        ("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "-kernel inet_dist_use_interface {127,0,0,1}"),
    ];

    /// <summary>kill -9.</summary>
    public async Task Kill()
    {
        // The script starts the Erlang machine as a child: both must go.
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
    }

    /// <summary>Runs one of its tools, such as <c>rabbitmqctl</c>, and returns what it printed.</summary>
    public async Task<string> Ask(string tool, params string[] arguments)
    {
        using var asked = Process.Start(Prepare($"/usr/lib/rabbitmq/bin/{tool}", arguments))!;
        var said = await asked.StandardOutput.ReadToEndAsync();
        await asked.WaitForExitAsync();
        return said;
    }

    /// <summary>Starts it again on its own data.</summary>
    public async Task Revive()
    {
        process = Launch();
        await Ready();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        End();
        return ValueTask.CompletedTask;
    }

    void End()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }

        var mapper = new ProcessStartInfo("epmd", ["-kill"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        mapper.Environment["ERL_EPMD_PORT"] = environment["ERL_EPMD_PORT"];
        Process.Start(mapper)?.WaitForExit();
        Directory.Delete(directory, recursive: true);
    }

    Process Launch()
    {
        var started = Process.Start(Prepare("/usr/lib/rabbitmq/bin/rabbitmq-server")) ?? throw new InvalidOperationException("rabbitmq-server did not start; ./test installs it.");
        started.OutputDataReceived += (_, _) => { };
        started.ErrorDataReceived += (_, _) => { };
        started.BeginOutputReadLine();
        started.BeginErrorReadLine();
        return started;
    }

    ProcessStartInfo Prepare(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = directory };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    Task Ready() => Eventually.True(Greets, "RabbitMQ answers", withinSeconds: 90);

    /// <summary>Whether it answers a protocol header: an open port alone comes seconds earlier.</summary>
    async Task<bool> Greets()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port);
            await client.GetStream().WriteAsync("AMQP\0\0\u0009\u0001"u8.ToArray());
            var answer = new byte[1];
            using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            return await client.GetStream().ReadAsync(answer, deadline.Token) == 1;
        }
        catch (Exception notYet) when (notYet is SocketException or IOException or OperationCanceledException)
        {
            return false;
        }
    }
}
