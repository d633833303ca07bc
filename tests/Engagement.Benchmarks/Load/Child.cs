using System.Diagnostics;

namespace Engagement.Benchmarks.Load;

/// <summary>A process that is measured. Ended when disposed.</summary>
sealed class Child : IDisposable
{
    readonly Process process;

    Child(Process process) => this.process = process;

    /// <summary>Where it serves.</summary>
    public string Address { get; private set; } = "";

    /// <summary>Working set before and after it was filled, in bytes.</summary>
    public (long Empty, long Filled) Memory { get; private set; }

    /// <summary>Starts this program with other arguments and returns when it serves.</summary>
    public static async Task<Child> Start(params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Child).Assembly.Location, .. args]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        var child = new Child(Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start."));
        var empty = 0L;
        while (await child.process.StandardOutput.ReadLineAsync() is { } line)
        {
            var words = line.Split(' ');
            if (words[0] == "EMPTY")
                empty = long.Parse(words[1]);
            if (words[0] != "READY")
                continue;
            child.Address = words[1].TrimEnd('/');
            child.Memory = (empty, long.Parse(words[2]));
            return child;
        }

        throw new InvalidOperationException($"{string.Join(' ', args)} ended before it served.");
    }

    /// <summary>Its working set now, in bytes.</summary>
    public async Task<long> MemoryNow()
    {
        await process.StandardInput.WriteLineAsync("?");
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("MEMORY ", StringComparison.Ordinal))
                return long.Parse(line["MEMORY ".Length..]);
        }

        return 0;
    }

    /// <summary>Says a word to it.</summary>
    public Task Say(string word) => process.StandardInput.WriteLineAsync(word);

    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }
}
