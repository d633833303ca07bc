using System.Collections.Concurrent;
using System.Diagnostics;

namespace Engagement.SystemTests;

/// <summary>A server that is not ours, as a process: it can be killed, paused and started again on its own data.</summary>
sealed class Server(string folder, IReadOnlyList<string> command, IEnumerable<(string Variable, string Value)> environment) : IDisposable
{
    const int MostLines = 10_000;

    readonly (string Variable, string Value)[] environment = [.. environment];
    readonly ConcurrentQueue<string> output = new();
    Process? process;

    /// <summary>What it printed lately.</summary>
    public string Output => string.Join('\n', output);

    /// <summary>Its process id.</summary>
    public int Id => process!.Id;

    /// <summary>Whether it ended.</summary>
    public bool HasExited => process!.HasExited;

    /// <summary>Starts it, for the first time or again.</summary>
    public void Start()
    {
        process?.Dispose();
        process = Process.Start(Prepare(command))!;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Runs a command beside it, as <c>docker exec</c> does; returns its exit code.</summary>
    public async Task<int> Execute(IReadOnlyList<string> other)
    {
        using var beside = Process.Start(Prepare(other))!;
        var texts = Task.WhenAll(beside.StandardOutput.ReadToEndAsync(), beside.StandardError.ReadToEndAsync());
        await beside.WaitForExitAsync();
        await texts;
        return beside.ExitCode;
    }

    /// <summary>kill -9, with all its children.</summary>
    public async Task Kill()
    {
        process!.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
    }

    /// <summary>SIGSTOP: it stands still, and its connections stay open.</summary>
    public void Pause() => Signal("STOP");

    /// <summary>SIGCONT.</summary>
    public void Resume() => Signal("CONT");

    /// <inheritdoc/>
    public void Dispose()
    {
        if (process is { HasExited: false })
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }

        process?.Dispose();
    }

    void Signal(string name) => Signals.Send(name, [process!.Id, .. Signals.Below(process.Id)]);

    void Keep(string? line)
    {
        output.Enqueue(line ?? "");
        if (output.Count > MostLines)
        {
            output.TryDequeue(out _);
        }
    }

    // By way of env, because .NET would look for the command in our own PATH and not in that of the child.
    ProcessStartInfo Prepare(IReadOnlyList<string> words)
    {
        var start = new ProcessStartInfo("/usr/bin/env", words) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        foreach (var (variable, value) in environment)
        {
            start.Environment[variable] = value;
        }

        return start;
    }
}
