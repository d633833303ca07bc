using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using Engagement.Tests;
using Xunit;

namespace Engagement.SystemTests;

/// <summary>One running installation of the built program; how many processes it has is its own business.</summary>
sealed class Installation : IAsyncDisposable
{
    /// <summary>The admin key of every installation.</summary>
    public const string Key = "system-test-key-0123456789";

    /// <summary>All of them, as <c>Engagement__Services</c> names them.</summary>
    public static readonly IReadOnlyList<string> Services = ["intake", "publisher", "counter", "popularity", "dashboard"];

    readonly string directory = Directory.CreateTempSubdirectory("engagement-system-").FullName;
    readonly ConcurrentDictionary<Part, Instance> instances = [];
    readonly ConcurrentQueue<string> past = new();
    IReadOnlyList<Part> parts = [];
    ComposeStack? stack;
    int turn;

    /// <summary>One process: what runs in it, and how it is started.</summary>
    sealed record Part(IReadOnlyList<string> Services, Func<Instance> Launch);

    /// <summary>A folder that goes with the installation.</summary>
    public string Folder => directory;

    /// <summary>All its processes.</summary>
    public IReadOnlyList<Instance> Instances => [.. parts.Select(part => instances[part])];

    /// <summary>Everything that its processes printed, those that are gone included.</summary>
    public string Output => string.Join('\n', [.. past, .. instances.Values.Select(instance => instance.Output)]);

    /// <summary>Starts one and returns when all of it is ready.</summary>
    public static Task<Installation> Start(Mode mode, params IEnumerable<(string Path, string Value)> settings) => Start(mode, null, null, settings);

    /// <summary>Starts one split installation with so many processes of every service.</summary>
    public static Task<Installation> StartSplit(int copies, params IEnumerable<(string Path, string Value)> settings) => Start(Mode.Split, null, null, copies, settings);

    /// <summary>Starts one on servers of its own; null is an empty database and the shared broker where the mode takes them.</summary>
    public static Task<Installation> Start(Mode mode, string? store, string? bus, params IEnumerable<(string Path, string Value)> settings) =>
        Start(mode, store, bus, mode == Mode.Twice ? 2 : 1, settings);

    static async Task<Installation> Start(Mode mode, string? store, string? bus, int copies, IEnumerable<(string Path, string Value)> settings)
    {
        var installation = new Installation();
        try
        {
            await installation.Open(mode, store, bus, copies, [.. settings.Select(setting => (setting.Path.Replace(":", "__", StringComparison.Ordinal), setting.Value))]);
            return installation;
        }
        catch
        {
            await installation.DisposeAsync();
            throw;
        }
    }

    /// <summary>A process that answers for a service; where there are several, the next in turn.</summary>
    public Instance Of(string service)
    {
        var all = AllOf(service);
        return all[(int)((uint)Interlocked.Increment(ref turn) % all.Count)];
    }

    /// <summary>All processes that answer for a service.</summary>
    public IReadOnlyList<Instance> AllOf(string service) => [.. parts.Where(part => part.Services.Contains(service)).Select(part => instances[part])];

    /// <summary>Tells Intake of an article, which is accepted.</summary>
    public async Task Publish(object article)
    {
        using var answer = await Of("intake").Admin.PostAsJsonAsync("/api/articles", article, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    /// <summary>kill -9 of all its processes at once.</summary>
    public Task Kill() => Task.WhenAll(instances.Values.Select(instance => instance.Kill()));

    /// <summary>Starts its processes, again or for the first time.</summary>
    public async Task Run()
    {
        foreach (var part in parts)
        {
            Launch(part);
        }

        await Task.WhenAll(instances.Values.Select(instance => instance.Ready()));
    }

    /// <summary>Starts a process again that was killed.</summary>
    public Instance Revive(Instance killed) => Launch(instances.First(one => one.Value == killed).Key);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        foreach (var instance in instances.Values)
        {
            instance.Dispose();
        }

        stack?.Dispose();
        Directory.Delete(directory, recursive: true);
        return ValueTask.CompletedTask;
    }

    Instance Launch(Part part)
    {
        if (instances.TryGetValue(part, out var before))
        {
            past.Enqueue(before.Output);
            before.Dispose();
        }

        return instances[part] = part.Launch();
    }

    List<(string Variable, string Value)> Common(string store, string bus) =>
    [
        ("Engagement__AdminKey", Key),
        ("Engagement__Site__Name", "Example News"),
        ("Engagement__Site__Url", "https://example.org"),
        ("Engagement__DataDirectory", Path.Combine(directory, "data")),
        ("Engagement__Store", store),
        ("Engagement__Bus", bus),
    ];

    static IEnumerable<Part> Split(IReadOnlyList<(string, string)> settings, int copies)
    {
        var all = Enumerable.Range(0, copies).SelectMany(_ => Services).Select(service => (Name: service, Port: RedisServer.FreePort())).ToList();
        var peers = all.DistinctBy(service => service.Name).Select(service => ($"Engagement__Peers__{service.Name}", $"http://127.0.0.1:{service.Port}")).ToList();
        return all.Select(service => new Part([service.Name],
            () => Instance.Launch(service.Port, [.. settings, .. peers, ("Engagement__Services", service.Name)])));
    }

    async Task Open(Mode mode, string? store, string? bus, int copies, IReadOnlyList<(string Variable, string Value)> settings)
    {
        if (mode == Mode.Compose)
        {
            await Compose(settings);
            return;
        }

        if (mode == Mode.OneProcess)
        {
            var port = RedisServer.FreePort();
            parts = [new(Services, () => Instance.Launch(port, [.. Common("", ""), .. settings]))];
        }
        else
        {
            var common = Common(store ?? await (mode == Mode.Cluster ? RedisCluster.Start() : RedisServer.NewDatabase()), bus ?? await (await RabbitServer.Shared()).NewHost());
            parts = [.. Split([.. common, .. settings], copies)];
        }

        await Run();
    }

    async Task Compose(IReadOnlyList<(string Variable, string Value)> settings)
    {
        string Given(string setting) => settings.FirstOrDefault(one => one.Variable == setting).Value ?? "";
        stack = new ComposeStack(directory,
            new Dictionary<string, string>
            {
                ["admin-key"] = Key,
                ["redis-password"] = "a-redis-password",
                ["rabbit-password"] = "a-rabbit-password",
                ["x-consumer-key"] = Given("Engagement__X__ConsumerKey"),
                ["x-consumer-secret"] = Given("Engagement__X__ConsumerSecret"),
                ["x-access-token"] = Given("Engagement__X__AccessToken"),
                ["x-access-token-secret"] = Given("Engagement__X__AccessTokenSecret"),
            },
            new Dictionary<string, string> { ["SITE_NAME"] = "Example News", ["SITE_URL"] = "https://example.org" });
        await stack.Start(before: true);
        parts = [.. stack.Ours.Select(service => new Part([service.Environment["Engagement__Services"]], () => stack.Launch(service, settings)))];
        await Run();
        foreach (var service in stack.Ours)
        {
            await stack.CheckHealth(service);
        }

        await stack.Start(before: false);
        await Eventually.True(async () =>
        {
            try
            {
                return (await Of("dashboard").Reader.GetAsync("/health/ready")).IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }, "the proxy answers");
    }
}
