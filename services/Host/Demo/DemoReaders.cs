using System.Net.Http.Headers;
using Engagement.Platform;
using Engagement.Platform.Keys;

namespace Engagement.Host.Demo;

/// <summary>
/// Fills the sample site: registers its articles, invents a month of readers, and goes on inventing one every other second, so that
/// lists and dashboard move. All of it through the public calls, with a key of its own that ends with the program.
/// </summary>
sealed partial class DemoReaders(IHttpClientFactory clients, Peers peers, ApiKeys keys, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<DemoReaders> log)
    : BackgroundService
{
    static readonly string[] Targets = ["x", "x", "x", "facebook", "whatsapp", "whatsapp", "email", "copy", "bluesky", "linkedin", "reddit", "mastodon"];
    static readonly string[] Channels = ["page", "page", "page", "page", "mail", "rss"];

    /// <summary>The same readers at every start.</summary>
    readonly Random random = new(1963);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await lifetime.Started(stoppingToken);
        var key = await keys.Create("Sample site", "articles", "events");
        using var client = clients.CreateClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        try
        {
            await Publish(client, stoppingToken);
            await Remember(client, stoppingToken);
            await GoOn(client, stoppingToken);
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException && !stoppingToken.IsCancellationRequested)
        {
            NotFilled(log, failure.Message);
        }
        finally
        {
            await keys.Revoke(key.Split('_')[1]);
        }
    }

    async Task Publish(HttpClient client, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var articles = DemoArticle.All.Select(article => new
        {
            id = article.Slug,
            url = new Uri(peers.Own(), $"/demo/{article.Slug}.html"),
            article.Title,
            article.Summary,
            article.Tags,
            article.Section,
            article.Author,
            language = "en",
            publishedAt = now - TimeSpan.FromHours(article.HoursAgo),
        });
        using var answer = await client.PostAsJsonAsync(new Uri(peers.Of("intake"), "/api/articles"), articles, cancellation);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>A month of readers, unless an earlier start invented it.</summary>
    async Task Remember(HttpClient client, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var events = DemoArticle.All.SelectMany(article => Enumerable.Range(0, article.Heat * 30).Select(number =>
        {
            // Most readers come soon after it appeared: an age drawn from an exponential curve with a mean of a third of its life.
            var age = TimeSpan.FromHours(article.HoursAgo * Math.Min(1, -Math.Log(1 - random.NextDouble()) / 3));
            return Event(article, $"demo-{article.Slug}-{number}", now - TimeSpan.FromHours(article.HoursAgo) + age);
        }));
        foreach (var chunk in events.Chunk(500))
        {
            await Send(client, chunk, cancellation);
        }
    }

    async Task GoOn(HttpClient client, CancellationToken cancellation)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds(2), time);
        while (await pace.WaitForNextTickAsync(cancellation))
        {
            var hot = DemoArticle.All.SelectMany(article => Enumerable.Repeat(article, article.Heat * article.Heat)).ToList();
            await Send(client, [Event(hot[random.Next(hot.Count)], $"demo-{Guid.CreateVersion7(time.GetUtcNow())}", null)], cancellation);
        }
    }

    object Event(DemoArticle article, string id, DateTimeOffset? at)
    {
        var kind = random.Next(10) switch { < 6 => "share", < 8 => "visit", 8 => "bookmark", _ => "view" };
        var target = kind is "share" or "visit" ? Targets[random.Next(Targets.Length)] : null;
        return new
        {
            id,
            article = article.Slug,
            kind,
            target = kind == "visit" && target is "email" or "copy" ? "x" : target,
            channel = Channels[random.Next(Channels.Length)],
            device = kind == "bookmark" ? $"device-{id}" : null,
            at,
        };
    }

    async Task Send(HttpClient client, object[] events, CancellationToken cancellation)
    {
        using var answer = await client.PostAsJsonAsync(new Uri(peers.Of("counter"), "/api/events"), events, cancellation);
        answer.EnsureSuccessStatusCode();
    }

    [LoggerMessage(600, LogLevel.Warning, "The sample site could not be filled: {Reason}")]
    static partial void NotFilled(ILogger log, string reason);
}
