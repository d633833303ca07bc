using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Engagement.Popularity.Alerts;
using Engagement.Popularity.Files;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Engagement.Tests.Popularity;

public sealed class FileAndMailTests
{
    static readonly DateTimeOffset Start = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_static_site_finds_the_list_as_files_that_are_always_whole()
    {
        var folder = Directory.CreateTempSubdirectory("engagement-files-");
        await using var site = await TestSite.Start(LedgerKind.Redis, new FakeTimeProvider(Start),
            ("Engagement:Popularity:Files:0:Query", "list=shared&limit=3"), ("Engagement:Popularity:Files:0:To", Path.Combine(folder.FullName, "popular.json")),
            ("Engagement:Popularity:Files:1:Query", "list=shared&section=World"), ("Engagement:Popularity:Files:1:To", Path.Combine(folder.FullName, "popular.html")));
        var readers = new Readers(site);
        await readers.Publish("treaty", "World");
        await readers.Count("treaty", Start, times: 3);
        await readers.Shows("list=shared", "treaty 3");

        await Eventually.True(async () =>
        {
            site.Services.GetServices<IHostedService>().OfType<WriteFiles>().Single().Ring();
            var json = Path.Combine(folder.FullName, "popular.json");
            var html = Path.Combine(folder.FullName, "popular.html");
            return File.Exists(json) && File.Exists(html)
                && JsonDocument.Parse(await File.ReadAllTextAsync(json, Cancellation)).RootElement.GetProperty("articles").GetArrayLength() == 1
                && (await File.ReadAllTextAsync(html, Cancellation)).Contains("About treaty", StringComparison.Ordinal);
        }, "both files are written");
        Assert.Equal(2, folder.GetFiles().Length);
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Alerts_wait_through_quiet_hours_and_come_as_one_mail()
    {
        var time = new FakeTimeProvider(Start.AddHours(13));
        using var server = new MailServer();
        await using var site = await TestSite.Start(LedgerKind.Redis, time, ("Engagement:Mail:Host", "127.0.0.1"), ("Engagement:Mail:Port", $"{server.Port}"),
            ("Engagement:Mail:Tls", "false"), ("Engagement:Mail:To:0", "desk@example.org"), ("Engagement:Mail:QuietFrom", "22:00"), ("Engagement:Mail:QuietUntil", "07:00"),
            ("Engagement:Site:TimeZone", "Europe/Berlin"));
        var readers = new Readers(site);
        await readers.Publish("treaty");
        for (var minute = 0; minute < 3; minute++)
        {
            await readers.Count("treaty", time.GetUtcNow(), times: 30);
            await readers.Shows("list=shared&window=1h", $"treaty {30 * (minute + 1)}");
            time.Advance(TimeSpan.FromMinutes(1));
            await site.Watch();
        }

        Assert.NotEmpty(await site.Alerts());
        Assert.Empty(server.Mails);
        time.SetUtcNow(Start.AddHours(20).AddMinutes(1));

        await Eventually.True(() =>
        {
            site.Services.GetServices<IHostedService>().OfType<MailAlerts>().Single().Ring();
            return Task.FromResult(server.Mails.Count == 1);
        }, "one mail came");
        Assert.Contains("About treaty", server.Mails[0], StringComparison.Ordinal);
        Assert.Contains("Taking off", server.Mails[0], StringComparison.Ordinal);
        Assert.Contains("Subject: Example News: 2 alerts", server.Mails[0], StringComparison.Ordinal);
    }

    /// <summary>Takes mails as any SMTP server does, and keeps them.</summary>
    sealed class MailServer : IDisposable
    {
        readonly TcpListener listener = new(IPAddress.Loopback, 0);
        readonly Task serving;

        public MailServer()
        {
            listener.Start();
            serving = Serve();
        }

        public List<string> Mails { get; } = [];

        public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

        public void Dispose()
        {
            listener.Stop();
            Assert.True(serving.IsCompleted || !serving.IsFaulted);
        }

        async Task Serve()
        {
            try
            {
                while (true)
                {
                    using var client = await listener.AcceptTcpClientAsync(Cancellation);
                    await Talk(client.GetStream());
                }
            }
            catch (Exception ended) when (ended is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // The test is over.
            }
        }

        async Task Talk(NetworkStream stream)
        {
            using var reader = new StreamReader(stream);
            await using var writer = new StreamWriter(stream) { NewLine = "\r\n", AutoFlush = true };
            await writer.WriteLineAsync("220 ready");
            while (await reader.ReadLineAsync(Cancellation) is { } line)
            {
                if (line == "DATA")
                {
                    await writer.WriteLineAsync("354 go on");
                    var mail = new List<string>();
                    while (await reader.ReadLineAsync(Cancellation) is { } part && part != ".")
                    {
                        mail.Add(part);
                    }

                    Mails.Add(string.Join('\n', mail));
                }

                await writer.WriteLineAsync(line == "QUIT" ? "221 bye" : "250 fine");
            }
        }
    }
}
