using System.Net.Http.Headers;
using Engagement.Platform;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Engagement.Tests;

/// <summary>The whole program in this process, on a real port and a real ledger, entered by the front door.</summary>
public sealed class TestSite : IAsyncDisposable
{
    /// <summary>The admin key of every test site.</summary>
    public const string Key = "test-admin-key-0123456789";

    readonly string directory;
    readonly string? redis;
    readonly TimeProvider time;
    readonly Dictionary<string, string> settings;
    readonly Action<WebApplicationBuilder>? also;
    WebApplication? app;

    TestSite(string directory, string? redis, TimeProvider time, Dictionary<string, string> settings, Action<WebApplicationBuilder>? also)
    {
        this.also = also;
        this.directory = directory;
        this.redis = redis;
        this.time = time;
        this.settings = settings;
    }

    /// <summary>Calls as an administrator.</summary>
    public HttpClient Admin { get; private set; } = null!;

    /// <summary>Calls as a reader, without a key and without following redirects.</summary>
    public HttpClient Reader { get; private set; } = null!;

    /// <summary>The running program's parts, for what no door shows (ringing a sweep, looking into the ledger).</summary>
    public IServiceProvider Services => app!.Services;

    /// <summary>Starts a site whose articles live on example.org.</summary>
    /// <param name="ledger">Which ledger.</param>
    /// <param name="time">A clock to hold; the system's where null.</param>
    /// <param name="settings">Settings by their path, such as <c>("Engagement:X:ApiUrl", "http://…")</c>.</param>
    public static Task<TestSite> Start(LedgerKind ledger = LedgerKind.Garnet, TimeProvider? time = null,
        params (string Path, string Value)[] settings) => StartWith(null, ledger, time, settings);

    /// <summary>Starts a site to which something is added, such as a consumer that listens from the first moment.</summary>
    public static async Task<TestSite> StartWith(Action<WebApplicationBuilder>? also, LedgerKind ledger = LedgerKind.Garnet, TimeProvider? time = null,
        params (string Path, string Value)[] settings)
    {
        var site = new TestSite(Directory.CreateTempSubdirectory("engagement-test-").FullName,
            ledger == LedgerKind.Redis ? await RedisServer.NewDatabase() : null, time ?? TimeProvider.System,
            settings.ToDictionary(setting => setting.Path, setting => setting.Value), also);
        await site.Run();
        return site;
    }

    /// <summary>Stops the program and starts it again on the same ledger, with some settings changed.</summary>
    public async Task Restart(params (string Path, string Value)[] changed)
    {
        await Stop();
        foreach (var (path, value) in changed)
        {
            settings[path] = value;
        }

        await Run();
    }

    /// <summary>Stops it and removes its data.</summary>
    public async ValueTask DisposeAsync()
    {
        await Stop();
        Directory.Delete(directory, recursive: true);
    }

    async Task Run()
    {
        var all = new Dictionary<string, string>
        {
            ["urls"] = "http://127.0.0.1:0",
            ["Engagement:AdminKey"] = Key,
            ["Engagement:DataDirectory"] = directory,
            ["Engagement:Store"] = redis ?? "",
            ["Engagement:Site:Name"] = "Example News",
            ["Engagement:Site:Url"] = "https://example.org",
            ["Engagement:Ledger:Memory"] = "256m",
        };
        foreach (var (path, value) in settings)
        {
            all[path] = value;
        }

        app = Engagement.Host.Start.Build([.. all.Select(setting => $"--{setting.Key}={setting.Value}")], builder =>
        {
            builder.Logging.SetMinimumLevel(LogLevel.Warning);
            builder.Services.AddSingleton(time);
            also?.Invoke(builder);
            Host.Program.Compose(builder);
        });
        await app.StartAsync();
        var address = app.Services.GetRequiredService<Peers>().Own();
        Admin = new HttpClient { BaseAddress = address };
        Admin.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        Reader = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = address };
        Reader.DefaultRequestHeaders.UserAgent.ParseAdd(Browser);
    }

    /// <summary>What a reader's browser calls itself.</summary>
    public const string Browser = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";

    async Task Stop()
    {
        Admin.Dispose();
        Reader.Dispose();
        await app!.StopAsync();
        await app.DisposeAsync();
    }
}

/// <summary>Which ledger a test runs on.</summary>
public enum LedgerKind
{
    /// <summary>Embedded, in this process.</summary>
    Garnet,

    /// <summary>redis-server as a process.</summary>
    Redis,
}
