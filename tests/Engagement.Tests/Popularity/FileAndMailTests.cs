using System.Collections.Concurrent;
using System.Text.Json;
using Engagement.Fakes.Site;
using Engagement.Platform.Store;
using Engagement.Popularity.Alerts;
using Engagement.Popularity.Files;
using Engagement.Popularity.Ranking;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
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
        await using var server = FakeMailbox.Start();
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
        Assert.Contains("About treaty", server.Mails[0].Content, StringComparison.Ordinal);
        Assert.Contains("Taking off", server.Mails[0].Content, StringComparison.Ordinal);
        Assert.Contains("Subject: Example News: 2 alerts", server.Mails[0].Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mail_goes_encrypted_and_logged_in_to_a_server_that_wants_both_and_to_none_that_cannot_be_trusted()
    {
        var time = new FakeTimeProvider(Start);
        await using var server = FakeMailbox.StartStrict("desk", "right");
        await using var stranger = FakeMailbox.StartStrict("desk", "right");
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, server.Certificate, Cancellation);
        foreach (var (port, password, arrives) in new[] { (server.Port, "right", true), (server.Port, "wrong", false), (stranger.Port, "right", false) })
        {
            await using var site = await TestSite.Start(LedgerKind.Redis, time, ("Engagement:Mail:Host", "localhost"), ("Engagement:Mail:Port", $"{port}"),
                ("Engagement:Mail:CertificateFile", file), ("Engagement:Mail:User", "desk"), ("Engagement:Mail:Password", password), ("Engagement:Mail:To:0", "desk@example.org"));
            var mail = site.Services.GetRequiredService<MailAlerts>();
            await mail.Keep("""{"articleId":"treaty","state":"spike","multiple":1,"ratePerMinute":9,"thresholdPerMinute":3,"at":"2026-11-23T10:00:00Z"}""");
            var waits = async () => (int)await site.Services.GetRequiredService<Ledger>().Db.ListLengthAsync(PopularityKeys.Alerts("mail"));
            if (arrives)
            {
                await Eventually.True(async () => server.Mails.Count == 1 && await waits() == 0, "the mail came");
                Assert.Equal(["desk@example.org"], server.Mails[0].To);
            }
            else
            {
                await Eventually.True(() => Task.FromResult(port == server.Port ? server.Visits > 1 : stranger.Visits > 0), "it was tried");
                Assert.Equal(1, await waits());
            }
        }

        Assert.Single(server.Mails);
        Assert.Empty(stranger.Mails);
        File.Delete(file);
    }

    [Fact]
    public async Task A_list_is_put_to_an_address_each_time_it_changes_and_a_broken_target_holds_up_no_other()
    {
        var puts = new ConcurrentQueue<(string Authorization, string Type, string Body)>();
        var broken = true;
        await using var host = LocalSite(async http =>
        {
            using var reader = new StreamReader(http.Request.Body);
            http.Response.StatusCode = broken ? 503 : 204;
            puts.Enqueue(($"{http.Request.Method} {http.Request.Headers.Authorization}", http.Request.ContentType!, await reader.ReadToEndAsync(Cancellation)));
        });
        await host.StartAsync(Cancellation);
        var folder = Directory.CreateTempSubdirectory("engagement-files-");
        await using var site = await TestSite.Start(LedgerKind.Redis, new FakeTimeProvider(Start),
            ("Engagement:Popularity:Files:0:Query", "list=shared"), ("Engagement:Popularity:Files:0:To", $"{host.Urls.First()}/popular.html"), ("Engagement:Popularity:Files:0:Authorization", "Bearer secret"),
            ("Engagement:Popularity:Files:1:Query", "list=shared"), ("Engagement:Popularity:Files:1:To", Path.Combine(folder.FullName, "popular.json")));
        var readers = new Readers(site);
        await readers.Publish("treaty");
        await readers.Count("treaty", Start, times: 3);
        await readers.Shows("list=shared", "treaty 3");

        // Nobody rings: the list that moved does, though the clock stands still.
        await Eventually.True(() => Task.FromResult(puts.Any(put => put.Body.Contains("About treaty", StringComparison.Ordinal))), "it was tried");
        await Eventually.True(async () => (await File.ReadAllTextAsync(Path.Combine(folder.FullName, "popular.json"), Cancellation)).Contains("About treaty", StringComparison.Ordinal), "the file is written");
        broken = false;
        puts.Clear();
        site.Services.GetRequiredService<WriteFiles>().Ring();
        await Eventually.True(() => Task.FromResult(!puts.IsEmpty), "it is tried again");

        Assert.Equal(("PUT Bearer secret", "text/html; charset=utf-8"), (puts.Last().Authorization, puts.Last().Type));
        Assert.Contains("<engagement-popular list=\"shared\"", puts.Last().Body, StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    static WebApplication LocalSite(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Run(answer);
        return app;
    }
}
