using System.Net;
using System.Net.Sockets;
using Engagement.Host.Demo;
using Engagement.Platform;
using Engagement.Platform.Http;
using Engagement.Platform.Settings;
using Engagement.Platform.Store;

namespace Engagement.Host;

/// <summary>Builds, runs and ends the program. Whatever stops it at the start is one line that says what to change.</summary>
static class Start
{
    const string DefaultAddress = "http://127.0.0.1:5080";

    /// <summary>Runs until told to stop.</summary>
    /// <returns>0; 1 where it could not start or did not go on.</returns>
    public static async Task<int> Run(string[] args, Action<WebApplicationBuilder> compose)
    {
        try
        {
            await using var app = Build(args, compose);
            await app.CheckLedger();
            await app.StartAsync();
            await Task.WhenAll(Welcome.Print(app), app.WaitForShutdownAsync());
            await app.LeaveLedger();
            return EndedByItself(app) ? 1 : 0;
        }
        catch (OperationCanceledException)
        {
            return 0; // told to stop while it still waited for the ledger
        }
        catch (Exception failure) when (Explain(failure) is { } sentence)
        {
            await Console.Error.WriteLineAsync(sentence);
            return 1;
        }
    }

    /// <summary>True where nobody told it to end: its ledger was refused, or work in the background gave up and took the program with it.</summary>
    static bool EndedByItself(WebApplication app) => app.RefusedLedger()
        || app.Services.GetServices<IHostedService>().OfType<BackgroundService>().Any(work => work.ExecuteTask is { IsFaulted: true });

    /// <summary>Builds the program without running it.</summary>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder> compose)
    {
        var demo = args.Contains("--demo");
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = [.. args.Where(arg => arg != "--demo")],
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Configuration.AddSecretFiles();
        if (demo)
        {
            DemoSite.Configure(builder.Configuration, DefaultAddress);
        }

        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = ApiDocument.UsualLimit;
        });
        if (string.IsNullOrEmpty(builder.Configuration["urls"]) && string.IsNullOrEmpty(builder.Configuration["http_ports"]))
        {
            builder.WebHost.UseUrls(DefaultAddress);
        }

        RefuseTakenPorts(builder.Configuration["urls"] ?? DefaultAddress);
        builder.ConfigureLogging();
        compose(builder);
        var app = builder.Build();
        // The container disposes only what it was asked for, last what it was asked for first.
        _ = app.Services.GetService<EmbeddedLedger>();
        app.MapPlatform();
        app.MapServices();
        app.MapDemo();
        return app;
    }

    /// <summary>
    /// Says that a port is taken before anything runs: the server binds last, when services already work that would complain of the end.
    /// </summary>
    static void RefuseTakenPorts(string addresses)
    {
        foreach (var address in addresses.Split(';'))
        {
            if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Port == 0 || !IPAddress.TryParse(uri.Host, out var host))
            {
                continue;
            }

            try
            {
                using var probe = new TcpListener(host, uri.Port);
                probe.Start();
            }
            catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                throw new StartProblem(PortInUse($"The address {address} is already in use"));
            }
        }
    }

    static string PortInUse(string what) => $"{what}; stop the other program or choose another address with --urls http://127.0.0.1:5081.";

    static void ConfigureLogging(this WebApplicationBuilder builder)
    {
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss ";
        });
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Logging.AddFilter("System", LogLevel.Warning);
        // It writes a stack trace at every attempt; WatchBus and SetAside say the same once, in one line.
        builder.Logging.AddFilter("MassTransit", LogLevel.None);
        // A path can hold what a reader typed and a header who they are: requests are measured, never logged.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting", LogLevel.Warning);
        builder.Logging.AddFilter("System.Net.Http", LogLevel.Warning);
        // The key ring lies in the ledger, which is as private as the data that it protects; that the ledger is away is said elsewhere.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Critical);
        // What stops the start is said once, in one line, by this class.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
    }

    static string? Explain(Exception failure) => failure switch
    {
        StartProblem problem => problem.Message,
        IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } =>
            PortInUse(failure.Message.TrimEnd('.')),
        _ when failure.InnerException is { } inner => Explain(inner),
        _ => null,
    };
}
