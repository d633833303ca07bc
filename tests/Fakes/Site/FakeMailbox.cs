using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Engagement.Fakes.Site;

/// <summary>A mail server that takes every mail and delivers none. Plain SMTP, on 127.0.0.1 only.</summary>
public sealed class FakeMailbox : IAsyncDisposable
{
    readonly TcpListener listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource ending = new();
    readonly ConcurrentQueue<Mail> mails = [];
    readonly ConcurrentQueue<string> refusals = [];
    readonly ConcurrentBag<Task> conversations = [];
    readonly Task listening;

    FakeMailbox()
    {
        listener.Start();
        listening = Listen();
    }

    /// <summary>Its port.</summary>
    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>What came, in order.</summary>
    public IReadOnlyList<Mail> Mails => [.. mails];

    /// <summary>Starts one.</summary>
    public static FakeMailbox Start() => new();

    /// <summary>Refuses the next mail at its end with such a line: <c>451 try later</c> for now, <c>550 no such user</c> for good.</summary>
    public void Refuse(string reply) => refusals.Enqueue(reply);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        listener.Dispose();
        await listening;
        await Task.WhenAll(conversations);
        ending.Dispose();
    }

    async Task Listen()
    {
        try
        {
            while (true)
            {
                conversations.Add(Converse(await listener.AcceptTcpClientAsync(ending.Token)));
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The mailbox is being closed.
        }
    }

    async Task Converse(TcpClient caller)
    {
        using var connection = caller;
        try
        {
            using var reader = new StreamReader(caller.GetStream(), Encoding.UTF8);
            await using var writer = new StreamWriter(caller.GetStream(), new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
            await writer.WriteLineAsync("220 fake mailbox");
            var from = "";
            List<string> to = [];
            while (await reader.ReadLineAsync(ending.Token) is { } line && !line.StartsWith("QUIT", StringComparison.OrdinalIgnoreCase))
            {
                var answer = "250 OK";
                switch (line.Split(' ', ':')[0].ToUpperInvariant())
                {
                    case "EHLO":
                        answer = "250-fake mailbox\r\n250-AUTH PLAIN\r\n250 8BITMIME";
                        break;
                    case "AUTH":
                        answer = "235 whoever you are";
                        break;
                    case "MAIL":
                        (from, to) = (Address(line), []);
                        break;
                    case "RCPT":
                        to.Add(Address(line));
                        break;
                    case "DATA":
                        await writer.WriteLineAsync("354 go on");
                        var content = await Content(reader);
                        if (!refusals.TryDequeue(out var refusal))
                        {
                            mails.Enqueue(new Mail(from, to, content));
                        }

                        answer = refusal ?? answer;
                        break;
                }

                await writer.WriteLineAsync(answer);
            }

            await writer.WriteLineAsync("221 bye");
        }
        catch (Exception ended) when (ended is IOException or OperationCanceledException)
        {
            // The caller hung up, or the mailbox is being closed.
        }
    }

    static string Address(string line) => line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.IndexOf('>', StringComparison.Ordinal)];

    async Task<string> Content(StreamReader reader)
    {
        var lines = new List<string>();
        while (await reader.ReadLineAsync(ending.Token) is { } line && line != ".")
        {
            lines.Add(line.StartsWith('.') ? line[1..] : line);
        }

        return string.Join("\r\n", lines);
    }
}

/// <summary>A mail as it came.</summary>
/// <param name="From">The envelope's sender.</param>
/// <param name="To">The envelope's recipients.</param>
/// <param name="Content">Headers, an empty line and the body, as sent.</param>
public sealed record Mail(string From, IReadOnlyList<string> To, string Content);
