using System.Text.Json;
using System.Xml.Linq;
using Xunit;

namespace Engagement.Tests;

/// <summary>Every package that the lock files name may be used and passed on: its licence is one that we know and allow.</summary>
public sealed class LicenceTests
{
    static readonly string[] Allowed = ["MIT", "Apache-2.0", "BSD-3-Clause", "Apache-2.0 OR MPL-2.0"];

    /// <summary>What says its licence in a file or nowhere, or has one of its own: each was read.</summary>
    static readonly Dictionary<string, string> Read = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Apache.Arrow"] = "Apache-2.0",
        ["CommandLineParser"] = "MIT; benchmarks only",
        ["Deque.AxeCore.Commons"] = "MPL-2.0; tests only, not passed on",
        ["Deque.AxeCore.Playwright"] = "MPL-2.0; tests only, not passed on",
        ["diskann-garnet"] = "MIT, as Garnet, which it is part of",
        ["KeraLua"] = "MIT",
        ["Microsoft.DotNet.PlatformAbstractions"] = "MIT; benchmarks only",
        ["NUglify"] = "BSD-2-Clause; runs at build time",
        ["Otp.NET"] = "MIT",
        ["System.Security.Cryptography.ProtectedData"] = "MIT",
    };

    [Fact]
    public void Every_package_has_a_licence_that_is_allowed()
    {
        var packages = Directory.EnumerateFiles(Repository.Folder, "packages.lock.json", SearchOption.AllDirectories).SelectMany(Locked).Distinct().ToList();

        Assert.NotEmpty(packages);
        Assert.Empty(packages.Where(package => !Read.ContainsKey(package.Name) && !Allowed.Contains(Licence(package.Name, package.Version)))
            .Select(package => $"{package.Name} {package.Version}: {Licence(package.Name, package.Version)}"));
    }

    static IEnumerable<(string Name, string Version)> Locked(string file)
    {
        using var locks = JsonDocument.Parse(File.ReadAllText(file));
        return [.. locks.RootElement.GetProperty("dependencies").EnumerateObject().SelectMany(framework => framework.Value.EnumerateObject())
            .Where(package => package.Value.GetProperty("type").GetString() != "Project")
            .Select(package => (package.Name, package.Value.GetProperty("resolved").GetString()!))];
    }

    static string Licence(string name, string version)
    {
        var folder = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        // As NuGet lays them down: all in lower case.
        var (id, of) = (name.ToLowerInvariant(), version.ToLowerInvariant());
        var description = XDocument.Load(Path.Combine(folder, id, of, $"{id}.nuspec"));
        return description.Descendants().FirstOrDefault(element => element.Name.LocalName == "license")?.Value ?? "none";
    }
}
