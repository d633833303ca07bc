using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Engagement.Fakes.Site;

/// <summary>
/// A mail server that takes every mail and delivers none, on 127.0.0.1 only. Plain SMTP, or as strict as the Internet's are: no mail before STARTTLS and a login.
/// </summary>
public sealed class FakeMailbox : IAsyncDisposable
{
    readonly TcpListener listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource ending = new();
    readonly ConcurrentQueue<Mail> mails = [];
    readonly ConcurrentQueue<string> refusals = [];
    readonly ConcurrentBag<Task> conversations = [];
    readonly X509Certificate2? certificate;
    readonly string login;
    readonly Task listening;

    FakeMailbox(X509Certificate2? certificate, string login)
    {
        this.certificate = certificate;
        this.login = login;
        listener.Start();
        listening = Listen();
    }

    /// <summary>Its port.</summary>
    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>What came, in order.</summary>
    public IReadOnlyList<Mail> Mails => [.. mails];

    /// <summary>How many conversations have ended, well or not.</summary>
    public int Visits { get; private set; }

    /// <summary>The certificate that it shows, as PEM; empty where it speaks in the clear.</summary>
    public string Certificate => certificate?.ExportCertificatePem() ?? "";

    /// <summary>Starts one.</summary>
    public static FakeMailbox Start() => new(null, "");

    /// <summary>Starts one that wants STARTTLS with a certificate of its own for <c>localhost</c>, and then this user and password.</summary>
    public static FakeMailbox StartStrict(string user, string password)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(30), DateTimeOffset.UnixEpoch.AddYears(200));
        return new(X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null), Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{user}\0{password}")));
    }

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
        certificate?.Dispose();
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
            await using var clear = caller.GetStream();
            if (await Talk(clear, isSecret: false) is "STARTTLS" && certificate is not null)
            {
                await using var secret = new SslStream(clear);
                await secret.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, ending.Token);
                await Talk(secret, isSecret: true);
            }
        }
        catch (Exception ended) when (ended is IOException or OperationCanceledException or AuthenticationException)
        {
            // The caller hung up or does not trust us, or the mailbox is being closed.
        }
        finally
        {
            Visits++;
        }
    }

    /// <summary>Returns the word with which the talk ended here.</summary>
    async Task<string> Talk(Stream stream, bool isSecret)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8, leaveOpen: true);
        await using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\r\n", AutoFlush = true };
        if (!isSecret)
        {
            await writer.WriteLineAsync("220 fake mailbox");
        }

        var (from, to, known) = ("", new List<string>(), certificate is null);
        while (await reader.ReadLineAsync(ending.Token) is { } line)
        {
            var word = line.Split(' ', ':')[0].ToUpperInvariant();
            switch (word)
            {
                case "STARTTLS":
                case "QUIT":
                    await writer.WriteLineAsync(word == "QUIT" ? "221 bye" : "220 go ahead");
                    return word;
                case "EHLO":
                    await writer.WriteLineAsync($"250-fake mailbox\r\n{(certificate is null || isSecret ? "250-AUTH PLAIN" : "250-STARTTLS")}\r\n250 8BITMIME");
                    continue;
                case "AUTH":
                    known = certificate is null || (isSecret && line.EndsWith($" {login}", StringComparison.Ordinal));
                    await writer.WriteLineAsync(known ? "235 welcome" : "535 wrong user or password");
                    continue;
                case "MAIL" when !known:
                    await writer.WriteLineAsync("530 log in first");
                    continue;
                case "MAIL":
                    (from, to) = (Address(line), []);
                    break;
                case "RCPT":
                    to.Add(Address(line));
                    break;
                case "DATA":
                    await writer.WriteLineAsync("354 go on");
                    var content = await Content(reader);
                    if (refusals.TryDequeue(out var refusal))
                    {
                        await writer.WriteLineAsync(refusal);
                        continue;
                    }

                    mails.Enqueue(new Mail(from, to, content));
                    break;
            }

            await writer.WriteLineAsync("250 OK");
        }

        return "";
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
