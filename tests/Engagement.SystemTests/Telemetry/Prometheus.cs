using System.Net.Http.Json;
using System.Text.Json;
using Engagement.Tests;
using Xunit;
using YamlDotNet.Serialization;

namespace Engagement.SystemTests.Telemetry;

/// <summary>
/// Prometheus with what <c>infra/observe</c> gives it, as a process: only whom it asks, how often and where its files are is of this machine.
/// </summary>
sealed class Prometheus : IDisposable
{
    /// <summary>Where its configuration is kept.</summary>
    public static readonly string Kept = Path.Combine(Repository.Folder, "infra", "observe");

    readonly string folder = Directory.CreateTempSubdirectory("engagement-prometheus-").FullName;
    readonly int port = RedisServer.FreePort();
    readonly HttpClient http;
    readonly Server server;

    Prometheus()
    {
        http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/api/v1/") };
        server = new Server(folder,
        [
            "prometheus", $"--config.file={Path.Combine(folder, "prometheus.yml")}", $"--storage.tsdb.path={Path.Combine(folder, "data")}", $"--web.listen-address=127.0.0.1:{port}",
        ], []);
    }

    /// <summary>What it said.</summary>
    public string Output => server.Output;

    /// <summary>Starts one that asks these processes; returns when it is ready.</summary>
    public static async Task<Prometheus> Start(string key, IEnumerable<(string Service, Uri Address)> targets)
    {
        var one = new Prometheus();
        one.Configure(key, targets);
        Assert.Equal(0, await one.server.Execute(["promtool", "check", "config", Path.Combine(one.folder, "prometheus.yml")]));
        one.server.Start();
        await Eventually.True(one.IsReady, "Prometheus is ready", said: () => one.Output);
        return one;
    }

    /// <summary>What its HTTP API answers; what it warns of fails the test.</summary>
    public async Task<JsonElement> Ask(string call)
    {
        var answer = await http.GetFromJsonAsync<JsonElement>(call, TestContext.Current.CancellationToken);
        Assert.False(answer.TryGetProperty("warnings", out var warnings), $"{call}: {warnings}");
        return answer.GetProperty("data");
    }

    /// <summary>The series that a query gives now: their labels, and a value that is a number.</summary>
    public async Task<IReadOnlyList<(Dictionary<string, string> Labels, double Value)>> Query(string query) =>
    [
        .. (await Ask($"query?query={Uri.EscapeDataString(query)}")).GetProperty("result").EnumerateArray()
            .Select(one => (one.GetProperty("metric").Deserialize<Dictionary<string, string>>()!, double.Parse(one.GetProperty("value")[1].GetString()!, System.Globalization.CultureInfo.InvariantCulture)))
            .Where(one => !double.IsNaN(one.Item2)),
    ];

    /// <inheritdoc/>
    public void Dispose()
    {
        server.Dispose();
        http.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    void Configure(string key, IEnumerable<(string Service, Uri Address)> targets)
    {
        var rules = Path.Combine(folder, "alerts.yml");
        File.Copy(Path.Combine(Kept, "alerts.yml"), rules);
        File.WriteAllText(Path.Combine(folder, "admin-key"), key);
        var yaml = new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(File.ReadAllText(Path.Combine(Kept, "prometheus.yml")));
        yaml["global"] = new { scrape_interval = "1s", evaluation_interval = "1s" };
        yaml["rule_files"] = new[] { rules };
        var job = (Dictionary<object, object>)((List<object>)yaml["scrape_configs"]).Single();
        ((Dictionary<object, object>)job["authorization"])["credentials_file"] = Path.Combine(folder, "admin-key");
        var names = (Dictionary<object, object>)((List<object>)job["dns_sd_configs"]).Single();
        job.Remove("dns_sd_configs");
        // Those whom the file names, each with what asking DNS for it would say.
        job["static_configs"] = targets.Where(target => ((List<object>)names["names"]).Contains(target.Service))
            .Select(target => new { targets = new[] { target.Address.Authority }, labels = new Dictionary<string, string> { ["__meta_dns_name"] = target.Service } }).ToList();
        File.WriteAllText(Path.Combine(folder, "prometheus.yml"), new SerializerBuilder().Build().Serialize(yaml));
    }

    async Task<bool> IsReady()
    {
        Assert.False(server.HasExited, Output);
        try
        {
            return (await http.GetAsync(new Uri(http.BaseAddress!, "/-/ready"))).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
