using System.Xml.Linq;
using Xunit;

namespace Engagement.Tests;

/// <summary>The rules of the layout that a compiler does not hold.</summary>
public sealed class ArchitectureTests
{
    static readonly string[] Services = ["Intake", "Publisher", "Counter", "Popularity", "Dashboard"];

    static IEnumerable<string> Sources(string project) =>
        Directory.EnumerateFiles(Path.Combine(Repository.Folder, "services", project), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    static XDocument Project(string name) => XDocument.Load(Path.Combine(Repository.Folder, "services", name, $"{name}.csproj"));

    static IEnumerable<string> References(string project, string kind) =>
        Project(project).Descendants(kind)
            // A tool that only runs at build time is no reference.
            .Where(reference => reference.Attribute("ReferenceOutputAssembly")?.Value != "false")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));

    [Fact]
    public void Contracts_need_no_package_and_no_project()
    {
        Assert.Empty(References("Contracts", "PackageReference"));
        Assert.Empty(References("Contracts", "ProjectReference"));
    }

    [Fact]
    public void No_service_references_another()
    {
        Assert.All(Services, service => Assert.Equal(["Contracts", "Platform"], References(service, "ProjectReference").Order()));
        Assert.Equal(Services.Order(), References("Host", "ProjectReference").Order());
    }

    [Fact]
    public void Outside_Platform_only_files_that_hold_a_consumer_name_MassTransit()
    {
        var others = Services.Append("Host").Append("Contracts").SelectMany(Sources)
            .Where(file => File.ReadAllText(file) is var text && text.Contains("MassTransit", StringComparison.Ordinal)
                && !text.Contains("IConsumer<", StringComparison.Ordinal)
                && !text.Contains("\"MassTransit\"", StringComparison.Ordinal));

        Assert.Empty(others);
    }

    [Fact]
    public void Only_Platform_names_a_transport()
    {
        var others = Services.Append("Contracts").SelectMany(Sources)
            .Where(file => File.ReadAllText(file) is var text
                && (text.Contains("UsingRabbitMq", StringComparison.Ordinal) || text.Contains("RabbitMQ.Client", StringComparison.Ordinal)
                    || text.Contains("UsingInMemory", StringComparison.Ordinal) || text.Contains("IRabbitMq", StringComparison.Ordinal)));

        Assert.Empty(others);
    }

    [Fact]
    public void Only_the_host_is_executable()
    {
        Assert.All(Services.Append("Platform").Append("Contracts"), service =>
            Assert.DoesNotContain("Exe", Project(service).Descendants("OutputType").Select(type => type.Value)));
        Assert.Equal("Exe", Assert.Single(Project("Host").Descendants("OutputType")).Value);
    }
}
