using Xunit;

namespace Engagement.Tests;

/// <summary>Published test data that is not ours to ship: found by <c>ENGAGEMENT_TEST_DATA</c>, or beside the repository in <c>../shared/data</c>.</summary>
public static class TestData
{
    /// <summary>Why a test that needs the data was skipped.</summary>
    public const string Absent = "the test data is not here; set ENGAGEMENT_TEST_DATA to its folder";

    /// <summary>The folder, or null where it is not on this machine.</summary>
    public static string? Folder { get; } = Find();

    /// <summary>The full path of a file in it, or null where it is not there.</summary>
    public static string? File(params string[] path)
    {
        var file = Folder is null ? null : Path.Combine([Folder, .. path]);
        return System.IO.File.Exists(file) ? file : null;
    }

    /// <summary>The full path of a file in it; skips the test, by name, where it is not there.</summary>
    public static string Need(params string[] path)
    {
        var file = File(path);
        Assert.SkipWhen(file is null, $"{Path.Combine(path)}: {Absent}");
        return file!;
    }

    static string? Find()
    {
        if (Environment.GetEnvironmentVariable("ENGAGEMENT_TEST_DATA") is { Length: > 0 } given)
        {
            return Directory.Exists(given) ? Path.GetFullPath(given) : null;
        }

        var beside = Path.GetFullPath(Path.Combine(Repository.Folder, "..", "shared", "data"));
        return Directory.Exists(beside) ? beside : null;
    }
}
