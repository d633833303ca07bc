using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Engagement.Intake.Feeds;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Engagement.Tests.Intake.Feeds;

/// <summary>A site whose feed stands on a real web server that a test can make do anything, and a clock that the test holds.</summary>
sealed class FeedSite : IAsyncDisposable
{
    readonly WebApplication server;

    FeedSite(WebApplication server) => this.server = server;

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero));

    public Heard Heard { get; } = new();

    public TestSite Site { get; private set; } = null!;

    /// <summary>Answers the next requests.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = _ => Task.CompletedTask;

    /// <summary>The headers of every request so far.</summary>
    public ConcurrentQueue<Dictionary<string, string>> Requests { get; } = new();

    public string Address => server.Urls.First();

    public static async Task<FeedSite> Start(LedgerKind ledger, Func<HttpContext, Task> answer, params (string Path, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        var feed = new FeedSite(server) { Answer = answer };
        server.Run(async http =>
        {
            feed.Requests.Enqueue(http.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase));
            await feed.Answer(http);
        });
        await server.StartAsync();
        var all = new Dictionary<string, string> { ["Engagement:Feeds:0:Url"] = $"{feed.Address}/feed.xml", ["Engagement:Fetch:AllowedNetworks:0"] = "127.0.0.0/8" };
        foreach (var (path, value) in settings)
        {
            all[path] = value;
        }

        feed.Site = await TestSite.StartWith(feed.Heard.ListenIn, ledger, feed.Time, [.. all.Select(setting => (setting.Key, setting.Value))]);
        await feed.Looked(1);
        return feed;
    }

    /// <summary>Lets the feed come due and be looked at.</summary>
    public async Task LookAgain(TimeSpan? later = null)
    {
        var looks = await Looks();
        Time.Advance(later ?? TimeSpan.FromMinutes(6));
        Site.Services.GetRequiredService<PollFeeds>().Ring();
        await Looked(looks + 1);
    }

    public async Task<JsonElement> Health() => (await Site.Admin.GetFromJsonAsync<JsonElement>("/api/feeds", TestContext.Current.CancellationToken))[0];

    public async ValueTask DisposeAsync()
    {
        await Site.DisposeAsync();
        await server.DisposeAsync();
    }

    async Task<long> Looks() => (await Site.Services.GetRequiredService<FeedStates>().Load($"{Address}/feed.xml")).Looks;

    Task Looked(long times) => Eventually.True(async () => await Looks() >= times, $"the feed was looked at {times} times");

    /// <summary>An RSS document of items: url path, title, and optionally guid and pubDate.</summary>
    public static string Rss(params (string Path, string Title, string? Guid, string? Date)[] items) => new StringBuilder("<rss version=\"2.0\"><channel><title>News</title>")
        .AppendJoin('\n', items.Select(item => $"<item><title>{WebUtility.HtmlEncode(item.Title)}</title><link>https://example.org{WebUtility.HtmlEncode(item.Path)}</link>"
            + (item.Guid is null ? "" : $"<guid>{WebUtility.HtmlEncode(item.Guid)}</guid>") + (item.Date is null ? "" : $"<pubDate>{item.Date}</pubDate>") + "</item>"))
        .Append("</channel></rss>").ToString();

    public static (string, string, string?, string?) Item(string path, string title, string? guid = null, string? date = null) => (path, title, guid, date);

    public static Func<HttpContext, Task> Serves(string body) => http => http.Response.WriteAsync(body);

    public static Func<HttpContext, Task> Serves(params (string Path, string Title, string? Guid, string? Date)[] items) => Serves(Rss(items));
}
