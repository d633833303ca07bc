using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Engagement.Benchmarks.Feedback;

/// <summary>
/// Many pages that listen to the stream. The first title of the list is when it was changed, in the milliseconds that this machine has been up, so each page knows how
/// long the change was on its way.
/// </summary>
sealed class Listeners(int count) : IAsyncDisposable
{
    const int OpenTogether = 200;

    readonly Socket?[] sockets = new Socket[count];
    readonly Task[] listening = [.. Enumerable.Repeat(Task.CompletedTask, count)];
    readonly ConcurrentQueue<(long Change, int Delay)> told = new();
    int open;

    /// <summary>How many changes were told to anybody.</summary>
    public int Changes => told.Select(one => one.Change).Distinct().Count();

    /// <summary>Opens them and returns when each has its first event.</summary>
    public async Task Open(Uri address)
    {
        foreach (var some in Enumerable.Range(0, count).Chunk(OpenTogether))
        {
            await Task.WhenAll(some.Select(async number =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(IPAddress.Loopback, address.Port);
                await socket.SendAsync(Encoding.ASCII.GetBytes("GET /api/popular/stream?list=shared&window=all&limit=10 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"));
                sockets[number] = socket;
                listening[number] = Listen(socket);
            }));
        }

        while (Volatile.Read(ref open) < count)
            await Task.Delay(50);
    }

    /// <summary>All delays in milliseconds, shortest first.</summary>
    public List<int> Delays() => [.. told.Select(one => one.Delay).Order()];

    public void Forget() => told.Clear();

    public async ValueTask DisposeAsync()
    {
        foreach (var socket in sockets)
            socket?.Dispose();
        await Task.WhenAll(listening);
    }

    async Task Listen(Socket socket)
    {
        var (buffer, filled, isNew) = (new byte[16_384], 0, true);
        try
        {
            while (await socket.ReceiveAsync(buffer.AsMemory(filled)) is > 0 and var count)
            {
                filled += count;
                while (buffer.AsSpan(0, filled).IndexOf("\n\n"u8) is >= 0 and var end)
                {
                    Take(buffer.AsSpan(0, end));
                    if (isNew)
                    {
                        Interlocked.Increment(ref open);
                        isNew = false;
                    }

                    buffer.AsSpan(end + 2, filled - end - 2).CopyTo(buffer);
                    filled -= end + 2;
                }
            }
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            // The run is over.
        }
    }

    void Take(ReadOnlySpan<byte> frame)
    {
        var mark = "\"title\":\"at "u8;
        if (frame.IndexOf(mark) is >= 0 and var at && System.Buffers.Text.Utf8Parser.TryParse(frame[(at + mark.Length)..], out long changed, out _))
            told.Enqueue((changed, (int)(Environment.TickCount64 - changed)));
    }
}
