using System.Net;
using System.Net.Sockets;

namespace Engagement.SystemTests;

/// <summary>
/// A port before X that answers nobody until it is opened, like a network that loses packets: whoever knocks waits, and not a byte of
/// what he wants to say leaves him.
/// </summary>
sealed class Door : IAsyncDisposable
{
    readonly TcpListener listener = new(IPAddress.Loopback, 0);
    readonly List<TcpClient> crowd = [];
    readonly CancellationTokenSource end = new();
    Task work = Task.CompletedTask;

    /// <summary>Where it stands.</summary>
    public Uri Address => new($"http://{listener.LocalEndpoint}");

    /// <summary>Builds one and fills the queue before it, so that the next who comes is not let in.</summary>
    public static async Task<Door> Shut()
    {
        var door = new Door();
        door.listener.Start(1);
        for (var waits = false; !waits;)
        {
            var client = new TcpClient();
            door.crowd.Add(client);
            using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
            try
            {
                await client.ConnectAsync((IPEndPoint)door.listener.LocalEndpoint, patience.Token);
            }
            catch (OperationCanceledException)
            {
                waits = true;
            }
        }

        return door;
    }

    /// <summary>Lets all through to an address.</summary>
    public void Open(Uri to)
    {
        crowd.ForEach(client => client.Dispose());
        work = Task.Run(async () =>
        {
            while (!end.IsCancellationRequested)
            {
                var guest = await listener.AcceptTcpClientAsync(end.Token);
                _ = Lead(guest, to);
            }
        });
    }

    async Task Lead(TcpClient guest, Uri to)
    {
        using var inside = new TcpClient();
        using (guest)
        {
            try
            {
                await inside.ConnectAsync(to.Host, to.Port, end.Token);
                await Task.WhenAny(guest.GetStream().CopyToAsync(inside.GetStream(), end.Token), inside.GetStream().CopyToAsync(guest.GetStream(), end.Token));
            }
            catch (Exception over) when (over is IOException or SocketException or OperationCanceledException)
            {
                // One side went: so does the other.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        crowd.ForEach(client => client.Dispose());
        listener.Stop();
        await work.ContinueWith(_ => { }, TaskScheduler.Default);
        end.Dispose();
    }
}
