using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Xunit;

namespace Engagement.Tests;

/// <summary>The proxy of the compose file is one more place that names calls: a new one that it does not know would end at the dashboard.</summary>
public sealed partial class ProxyTests
{
    [Theory]
    [InlineData("intake")]
    [InlineData("publisher")]
    [InlineData("counter")]
    [InlineData("popularity")]
    public async Task The_proxy_leads_every_call_to_the_service_that_answers_it(string service)
    {
        var own = (await Calls(service)).Except(await Calls("dashboard")).ToList();
        var led = Matchers().Single(matcher => matcher.Service == service).Paths;

        Assert.NotEmpty(own);
        Assert.All(own, call =>
            Assert.True(led.Any(path => path.EndsWith('*') ? call.StartsWith(path[..^1], StringComparison.Ordinal) : call == path), $"infra/Caddyfile does not lead {call} to {service}"));
    }

    /// <summary>The paths that a process with one service answers, with a word where a parameter stands.</summary>
    static async Task<IReadOnlyList<string>> Calls(string name)
    {
        await using var app = Host.Start.Build(
            ["--urls=http://127.0.0.1:0", $"--Engagement:Services={name}", "--Engagement:Store=127.0.0.1:1,connectTimeout=1", "--Engagement:Site:Url=https://example.org"],
            Host.Program.Compose);
        return [.. ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Select(endpoint => "/" + Parameter().Replace(endpoint.RoutePattern.RawText!.Trim('/'), "some")).Distinct()];
    }

    static IEnumerable<(string Service, string[] Paths)> Matchers() => File.ReadLines(Path.Combine(Repository.Folder, "infra", "Caddyfile"))
        .Select(line => line.Trim()).Where(line => line.StartsWith('@'))
        .Select(line => (line[1..line.IndexOf(' ', StringComparison.Ordinal)], line.Split(' ')[2..]));

    [GeneratedRegex("\\{[^}]*\\}")]
    private static partial Regex Parameter();
}
