using System.Runtime.CompilerServices;
using Xunit;

namespace Engagement.Tests.Buttons;

/// <summary>
/// Compares what we render with a file beside the test, byte for byte. <c>ENGAGEMENT_GOLDEN=write</c> writes the files anew; then a
/// person reads the difference before it is committed.
/// </summary>
static class Golden
{
    public static void Same(string name, string actual, [CallerFilePath] string test = "")
    {
        var file = Path.Combine(Path.GetDirectoryName(test)!, "Golden", name);
        if (Environment.GetEnvironmentVariable("ENGAGEMENT_GOLDEN") == "write")
        {
            File.WriteAllText(file, actual);
        }

        Assert.True(File.Exists(file), $"There is no golden file {name}; run with ENGAGEMENT_GOLDEN=write and read it.");
        Assert.Equal(File.ReadAllText(file), actual);
    }
}
