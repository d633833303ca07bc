using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Engagement.Tests;
using Xunit;

namespace Engagement.SystemTests;

/// <summary>
/// <c>infra/Dockerfile</c> where there is no container engine: what is said in two places is said alike. Whether its base images can be had
/// is left to whoever builds it.
/// </summary>
public sealed partial class ContainerTests
{
    static readonly string[] Lines = File.ReadAllLines(Path.Combine(Repository.Folder, "infra", "Dockerfile"));

    static readonly XDocument Project = XDocument.Load(Path.Combine(Repository.Folder, "services", "Host", "Host.csproj"));

    static IEnumerable<string> Said(string word) => Lines.Where(line => line.StartsWith($"{word} ", StringComparison.Ordinal)).Select(line => line[(word.Length + 1)..]);

    static string Of(string property) => Project.Descendants(property).Single().Value;

    [Fact]
    public void The_container_file_and_the_project_make_the_same_image()
    {
        var bases = Said("FROM").Select(image => image.Split(' ')[0]).ToList();
        var user = Assert.Single(Said("USER"));

        Assert.Equal(Of("ContainerBaseImage"), bases[^1]);
        Assert.Equal(Of("ContainerUser"), user);
        Assert.Contains($"user: \"{user}\"", File.ReadAllText(Path.Combine(Repository.Folder, "docker-compose.yml")), StringComparison.Ordinal);
        using var sdk = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Folder, "global.json")));
        var wanted = sdk.RootElement.GetProperty("sdk").GetProperty("version").GetString()!.Split('.')[..2];
        Assert.All(bases, image => Assert.Equal(string.Join('.', wanted), Version().Match(image).Value));
    }

    [Fact]
    public void The_container_file_publishes_the_program_that_compose_starts_and_asks_for_its_health()
    {
        var program = $"/app/{Of("AssemblyName")}";

        Assert.Equal("dotnet publish services/Host -c Release -o /app", Assert.Single(Said("RUN")));
        Assert.Contains("--from=build /app /app", Said("COPY"));
        Assert.Equal([program], JsonSerializer.Deserialize<string[]>(Assert.Single(Said("ENTRYPOINT")))!);
        var ours = ComposeFile.Read(Path.Combine(Repository.Folder, "docker-compose.yml"), new Dictionary<string, string>())
            .Where(service => service.Environment.ContainsKey("Engagement__Services")).ToList();
        Assert.Equal(Installation.Services.Order(), ours.Select(service => service.Environment["Engagement__Services"]).Order());
        Assert.All(ours, service => Assert.Equal(["CMD", program, "healthcheck"], service.HealthCheck.Take(3)));
        Assert.All(ours, service => Assert.Equal($"{Of("ContainerRepository")}:{Property("Version")}", service.Image));
    }

    static string Property(string name) =>
        XDocument.Load(Path.Combine(Repository.Folder, "Directory.Build.props")).Descendants(name).Single().Value;

    [GeneratedRegex(@"(?<=:)\d+\.\d+")]
    private static partial Regex Version();
}
