using System.Net.Http.Headers;
using Engagement.Platform;
using Engagement.Platform.Keys;

namespace Engagement.Host.Demo;

/// <summary>
/// Fills the sample site: registers its articles, invents a month of readers, and goes on inventing one every ten seconds, so that
/// lists and dashboard move. All of it through the public calls, with a key of its own that ends with the program.
/// </summary>
sealed partial class DemoReaders(IHttpClientFactory clients, Peers peers, ApiKeys keys, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<DemoReaders> log)
    : BackgroundService
{
    static readonly string[] Targets = ["x", "x", "x", "facebook", "whatsapp", "whatsapp", "email", "copy", "bluesky", "linkedin", "reddit", "mastodon"];
    static readonly string[] Channels = ["page", "page", "page", "page", "mail", "rss"];

    const int ReadersPerHeat = 120;

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
            image = new { url = new Uri(peers.Own(), $"/demo/{article.Slug}.svg"), alt = Picture.Alt(article) },
            publishedAt = now - TimeSpan.FromHours(article.HoursAgo),
            embargoUntil = article.EmbargoHours > 0 ? now + TimeSpan.FromHours(article.EmbargoHours) : (DateTimeOffset?)null,
        });
        using var answer = await client.PostAsJsonAsync(new Uri(peers.Of("intake"), "/api/articles"), articles, cancellation);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>A month of readers, unless an earlier start invented it.</summary>
    async Task Remember(HttpClient client, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var events = DemoArticle.All.SelectMany(article => Enumerable.Range(0, (int)(article.Heat * ReadersPerHeat * DemoArticle.Share(article.HoursAgo)))
            .Select(number => Event(article, $"demo-{article.Slug}-{number}", now - TimeSpan.FromHours(article.HoursAgo - article.Age(random)))));
        foreach (var chunk in events.Chunk(500))
        {
            await Send(client, chunk, cancellation);
        }
    }

    async Task GoOn(HttpClient client, CancellationToken cancellation)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds(10), time);
        while (await pace.WaitForNextTickAsync(cancellation))
        {
            // Each article as often as it is read at its age.
            var article = DemoArticle.All.MaxBy(each => Math.Pow(random.NextDouble(), 1 / each.Rate))!;
            await Send(client, [Event(article, $"demo-{Guid.CreateVersion7(time.GetUtcNow())}", null)], cancellation);
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
            // One reader presses every button he sees; his second share to a network is kept and not counted.
            visitor = random.Next(20) == 0 ? "the eager one" : id,
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
