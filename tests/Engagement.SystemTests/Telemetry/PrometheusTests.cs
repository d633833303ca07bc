using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Engagement.Tests;
using Xunit;

namespace Engagement.SystemTests.Telemetry;

/// <summary>What an operator gets from <c>infra/observe</c>, asked of Prometheus itself.</summary>
public sealed partial class PrometheusTests
{
    static readonly string Rules = Path.Combine(Prometheus.Kept, "alerts.yml");

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_rule_fires_when_it_should_and_is_quiet_when_it_should_be()
    {
        var cases = Path.Combine(Prometheus.Kept, "alerts.test.yml");

        Assert.Equal(0, (await Promtool("", "check", "rules", Rules)).Code);
        var (code, said) = await Promtool("", "test", "rules", cases);

        Assert.True(code == 0, said);
        var text = await File.ReadAllTextAsync(cases, Cancel);
        var names = Named().Matches(await File.ReadAllTextAsync(Rules, Cancel)).Select(found => found.Groups[1].Value).ToList();
        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.Matches($@"alertname: {name}\n[^-]*exp_alerts:\n", text));
        Assert.All(names, name => Assert.Matches($@"alertname: {name}, [^\n]*exp_alerts: \[\]", text));
    }

    [Fact]
    public async Task Prometheus_asks_every_service_its_rules_load_and_every_graph_shows_something()
    {
        using var ledger = await Chaos.SmallDisk.Start(megabytes: 64);
        await using var site = await Installation.Start(Mode.Split, $"127.0.0.1:{ledger.Port}", null, ("Engagement:Counter:VisitorLimit", "0"), ("Engagement:Counter:ArticleLimit", "0"));
        using var prometheus = await Prometheus.Start(Installation.Key, Installation.Services.Select(service => (service, site.Of(service).Address)));
        await Eventually.True(async () => (await prometheus.Query("up")).Count(target => target.Value == 1) == Installation.Services.Count, "all services answer", said: () => prometheus.Output);

        var targets = (await prometheus.Ask("targets")).GetProperty("activeTargets").EnumerateArray().ToList();
        Assert.Equal(Installation.Services.Order(), targets.Select(target => target.GetProperty("labels").GetProperty("process").GetString()).Order());
        Assert.All(targets, target => Assert.Equal("", target.GetProperty("lastError").GetString()));
        var rules = (await prometheus.Ask("rules")).GetProperty("groups").EnumerateArray().SelectMany(group => group.GetProperty("rules").EnumerateArray()).ToList();
        Assert.Equal(Named().Count(await File.ReadAllTextAsync(Rules, Cancel)), rules.Count);

        await site.Publish(new { id = "treaty", url = "https://example.org/treaty.html", title = "Treaty enters into force" });
        var share = 0;
        foreach (var (title, query, labels) in Graphs())
        {
            await Eventually.True(async () => await Share(site, share++) && await prometheus.Query(query) is { Count: > 0 } found && found.All(one => labels.All(one.Labels.ContainsKey)),
                $"{title}: {query} gives a number, with {string.Join(", ", labels)}", withinSeconds: 30);
        }

        Assert.Equal(0, (await prometheus.Query("sum(engagement_problem)")).Single().Value);
        Assert.Empty(await prometheus.Query("ALERTS"));
        foreach (var instance in site.Instances)
        {
            var (code, said) = await Promtool(await instance.Admin.GetStringAsync("/metrics", Cancel), "check", "metrics");
            Assert.True(code == 0, said);
        }

        // Without its ledger a process still says of itself what is wrong: it is not taken for one that is down.
        await ledger.Redis.Kill();
        await Eventually.True(async () => (await prometheus.Query("engagement_problem{figure=\"ledger-answers\"} == 1")).Count == Installation.Services.Count, "all say that the ledger is away", withinSeconds: 30);
        Assert.Equal(Installation.Services.Count, (await prometheus.Query("up == 1")).Count);
        await Eventually.True(async () => (await prometheus.Query("ALERTS{alertname=\"EngagementProblem\",alertstate=\"pending\"}")).Count >= Installation.Services.Count, "an alert begins to wait");

        await site.Of("counter").Kill();
        await Eventually.True(async () => (await prometheus.Query("ALERTS{alertname=\"EngagementDown\",process=\"counter\"}")).Count == 1, "one that is down is told apart");
    }

    static IEnumerable<(string Title, string Query, IReadOnlyList<string> Labels)> Graphs()
    {
        using var dashboard = JsonDocument.Parse(File.ReadAllText(Path.Combine(Prometheus.Kept, "engagement.json")));
        var graphs = dashboard.RootElement.GetProperty("panels").EnumerateArray().SelectMany(panel => panel.GetProperty("targets").EnumerateArray(), (panel, target) => (
            panel.GetProperty("title").GetString()!, target.GetProperty("expr").GetString()!,
            (IReadOnlyList<string>)[.. Label().Matches(target.GetProperty("legendFormat").GetString()!).Select(found => found.Groups[1].Value)])).ToList();
        Assert.NotEmpty(graphs);
        return graphs;
    }

    static async Task<bool> Share(Installation site, int number)
    {
        var body = JsonSerializer.Serialize(new { id = $"share-number-{number}", article = "treaty", kind = "share", target = "x" });
        using var answer = await site.Of("counter").Reader.PostAsync("/e", new StringContent(body, Encoding.UTF8, "text/plain"), Cancel);
        return answer.StatusCode == HttpStatusCode.NoContent;
    }

    static async Task<(int Code, string Said)> Promtool(string input, params string[] words)
    {
        using var tool = Process.Start(new ProcessStartInfo("promtool", words) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        await tool.StandardInput.WriteAsync(input);
        tool.StandardInput.Close();
        var said = await Task.WhenAll(tool.StandardOutput.ReadToEndAsync(Cancel), tool.StandardError.ReadToEndAsync(Cancel));
        await tool.WaitForExitAsync(Cancel);
        return (tool.ExitCode, string.Concat(said));
    }

    [GeneratedRegex(@"- alert: (\w+)")]
    private static partial Regex Named();

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex Label();
}
