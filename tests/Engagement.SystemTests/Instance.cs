using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using Engagement.Tests;

namespace Engagement.SystemTests;

/// <summary>The built program as a process, entered like any other: command line, environment, HTTP and signals.</summary>
sealed class Instance : IDisposable
{
    readonly Process process;
    readonly ConcurrentQueue<string> output = new();

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Calls as an administrator.</summary>
    public HttpClient Admin { get; }

    /// <summary>Calls as a reader's browser; follows no redirect.</summary>
    public HttpClient Reader { get; }

    /// <summary>What it printed so far.</summary>
    public string Output => string.Join('\n', output);

    /// <summary>The processor time that it took so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>Its working set in bytes.</summary>
    public long Memory
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64;
        }
    }

    Instance(Process process, Uri address, Uri door)
    {
        this.process = process;
        Address = address;
        process.OutputDataReceived += (_, line) => output.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => output.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        Admin = new HttpClient { BaseAddress = door };
        Admin.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Installation.Key);
        Reader = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = door };
        Reader.DefaultRequestHeaders.UserAgent.ParseAdd(TestSite.Browser);
    }

    /// <summary>Starts one without waiting for it.</summary>
    public static Instance Launch(int port, IEnumerable<(string Variable, string Value)> environment, params string[] args)
    {
        var address = new Uri($"http://127.0.0.1:{port}");
        return Launch(new ProcessStartInfo(Repository.Program, ["--urls", address.ToString(), .. args]), address, environment);
    }

    /// <summary>Starts one that is called through something before it, such as a proxy.</summary>
    public static Instance LaunchBehind(Uri door, int port, IEnumerable<(string Variable, string Value)> environment) =>
        Launch(new ProcessStartInfo(Repository.Program), new Uri($"http://127.0.0.1:{port}"), environment, door);

    /// <summary>Starts one from a shell that ran a command before, in a mount namespace of its own: a small disk, say.</summary>
    public static Instance LaunchIn(string command, int port, IEnumerable<(string Variable, string Value)> environment)
    {
        var address = new Uri($"http://127.0.0.1:{port}");
        return Launch(new ProcessStartInfo("unshare", ["-rm", "bash", "-c", $"{command} && exec {Repository.Program} --urls {address}"]), address, environment);
    }

    static Instance Launch(ProcessStartInfo start, Uri address, IEnumerable<(string Variable, string Value)> environment, Uri? door = null)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.WorkingDirectory = Path.GetTempPath();
        foreach (var (variable, value) in environment)
        {
            start.Environment[variable] = value;
        }

        return new(Process.Start(start)!, address, door ?? address);
    }

    /// <summary>Returns when it is ready.</summary>
    public Task Ready() => Eventually.True(async () =>
    {
        if (process.HasExited)
        {
            throw new InvalidOperationException($"The program ended with {process.ExitCode}:\n{Output}");
        }

        try
        {
            return (await Reader.GetAsync(new Uri(Address, "/health/ready"))).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }, "the program is ready", withinSeconds: 60);

    /// <summary>kill -9.</summary>
    public async Task Kill()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>SIGSTOP: it stands still, and its connections stay open.</summary>
    public void Pause() => Signals.Send("STOP", process.Id);

    /// <summary>SIGCONT.</summary>
    public void Resume() => Signals.Send("CONT", process.Id);

    /// <summary>SIGTERM, as a container engine sends it; returns the exit code.</summary>
    public async Task<int> Terminate()
    {
        Signals.Send("TERM", process.Id);
        return await Exit();
    }

    /// <summary>Waits until it ends by itself; returns the exit code.</summary>
    public async Task<int> Exit()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await process.WaitForExitAsync(deadline.Token);
        return process.ExitCode;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
            process.WaitForExit();
        }

        process.Dispose();
        Admin.Dispose();
        Reader.Dispose();
    }
}
