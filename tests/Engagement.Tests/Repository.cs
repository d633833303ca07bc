namespace Engagement.Tests;

/// <summary>Where the repository lies that these tests were built from.</summary>
static class Repository
{
    /// <summary>Its top folder.</summary>
    public static string Folder { get; } = Find();

    /// <summary>The program as built beside these tests, in the same configuration.</summary>
    public static string Program { get; } = Path.Combine(
        Folder, "services", "Host", "bin", Here.Parent!.Name, Here.Name, "engagement");

    static DirectoryInfo Here => new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));

    static string Find()
    {
        var top = Here;
        while (!File.Exists(Path.Combine(top.FullName, "Engagement.sln")))
        {
            top = top.Parent ?? throw new InvalidOperationException("The tests run from within the repository.");
        }

        return top.FullName;
    }
}
