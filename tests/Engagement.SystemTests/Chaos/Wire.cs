using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Engagement.SystemTests.Chaos;

/// <summary>A connection's way through a network that can be slow, torn or gone: a port that passes everything on to another.</summary>
sealed class Wire : IDisposable
{
    readonly int target;
    readonly TcpListener listener = new(IPAddress.Loopback, 0);
    readonly ConcurrentDictionary<Socket, bool> open = [];
    readonly CancellationTokenSource end = new();
    readonly Task accepting;
    volatile bool isDown;
    long latencyTicks;

    /// <summary>Passes on to a port of this machine.</summary>
    public Wire(int target)
    {
        this.target = target;
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        accepting = Accept();
    }

    /// <summary>Where it is entered.</summary>
    public int Port { get; }

    /// <summary>How much later everything arrives.</summary>
    public TimeSpan Latency
    {
        set => Interlocked.Exchange(ref latencyTicks, value.Ticks);
    }

    /// <summary>While true nobody gets through: new connections are reset, and those that stood are torn.</summary>
    public bool IsDown
    {
        set
        {
            isDown = value;
            if (value)
            {
                Cut();
            }
        }
    }

    /// <summary>Resets every connection that stands.</summary>
    public void Cut()
    {
        foreach (var socket in open.Keys)
        {
            Reset(socket);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        end.Cancel();
        listener.Dispose();
        Cut();
        accepting.Wait(TimeSpan.FromSeconds(5));
        end.Dispose();
    }

    async Task Accept()
    {
        var passing = new ConcurrentDictionary<Task, bool>();
        while (!end.IsCancellationRequested)
        {
            try
            {
                var near = await listener.AcceptSocketAsync(end.Token);
                var pass = Pass(near);
                passing[pass] = true;
                foreach (var done in passing.Keys.Where(task => task.IsCompleted))
                {
                    passing.TryRemove(done, out _);
                }
            }
            catch (Exception over) when (over is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                if (end.IsCancellationRequested)
                {
                    break;
                }
            }
        }

        await Task.WhenAll(passing.Keys);
    }

    async Task Pass(Socket near)
    {
        using var far = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        near.NoDelay = true;
        open[near] = true;
        open[far] = true;
        try
        {
            if (!isDown)
            {
                await far.ConnectAsync(IPAddress.Loopback, target, end.Token);
                await Task.WhenAny(Pump(near, far), Pump(far, near));
            }
        }
        catch (Exception gone) when (gone is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Its other end hears of it below.
        }
        finally
        {
            open.TryRemove(near, out _);
            open.TryRemove(far, out _);
            Reset(near);
        }
    }

    async Task Pump(Socket from, Socket to)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer, end.Token) is > 0 and var count)
            {
                if (Interlocked.Read(ref latencyTicks) is > 0 and var ticks)
                {
                    await Task.Delay(TimeSpan.FromTicks(ticks), end.Token);
                }

                for (var sent = 0; sent < count;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent), end.Token);
                }
            }
        }
        catch (Exception gone) when (gone is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Torn: the pair goes together.
        }
    }

    static void Reset(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(true, 0);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // It is closed already.
        }

        socket.Dispose();
    }
}
