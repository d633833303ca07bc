using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Engagement.Fakes.X;
using Engagement.SystemTests.Chaos;
using Engagement.Tests;
using Xunit;

namespace Engagement.SystemTests;

/// <summary>
/// What goes on while a part is away. The outages last <c>ENGAGEMENT_OUTAGE_SECONDS</c>: 8 here, because nothing in the program waits longer
/// than five; 60 was tried by hand.
/// </summary>
public sealed class OutageTests
{
    static readonly TimeSpan Outage = TimeSpan.FromSeconds(
        int.TryParse(Environment.GetEnvironmentVariable("ENGAGEMENT_OUTAGE_SECONDS"), out var seconds) ? seconds : 8);

    /// <summary>All these readers come from one address.</summary>
    static readonly (string, string)[] AnyCrowd = [("Engagement:Counter:VisitorLimit", "0"), ("Engagement:Counter:ArticleLimit", "0")];

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Redis_away_beacons_are_accepted_on_the_bus_and_counted_when_it_is_back()
    {
        using var disk = await SmallDisk.Start(megabytes: 64);
        await using var site = await Installation.Start(Mode.Split, $"127.0.0.1:{disk.Port}", null, AnyCrowd);
        await Publish(site, "treaty");
        Assert.Equal(HttpStatusCode.NoContent, await Share(site, "before"));

        await disk.Redis.Kill();
        var sent = 1;
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < Outage; sent++)
        {
            Assert.Equal(HttpStatusCode.NoContent, await Share(site, $"away-{sent}"));
        }

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await site.Of("counter").Reader.GetAsync("/health/ready", Cancel)).StatusCode);
        await disk.Revive();

        await Eventually.True(async () => await Count(site) == sent, $"all {sent} shares are counted", withinSeconds: 60);
        Assert.Equal(HttpStatusCode.NoContent, await Share(site, "away-1"));
        Assert.Equal(sent, await Count(site));
    }

    [Fact]
    public async Task Told_to_stop_while_the_ledger_stands_still_every_process_ends_well()
    {
        using var disk = await SmallDisk.Start(megabytes: 64);
        await using var site = await Installation.Start(Mode.Split, $"127.0.0.1:{disk.Port}", null, AnyCrowd);
        await Publish(site, "treaty");
        Assert.Equal(HttpStatusCode.NoContent, await Share(site, "before"));

        disk.Redis.Pause();
        var watch = Stopwatch.StartNew();
        var codes = await Task.WhenAll(site.Instances.Select(instance => instance.Terminate()));

        // What docker-compose.yml allows.
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 15);
        Assert.All(codes, code => Assert.Equal(0, code));
        Assert.DoesNotContain("Unhandled exception", site.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RabbitMQ_away_articles_are_accepted_shares_counted_and_posts_sent_and_all_is_told_when_it_is_back()
    {
        await using var x = await FakeX.Start();
        await using var rabbit = await RabbitServer.Start();
        await using var site = await Installation.Start(Mode.Split, null, rabbit.Uri, [.. x.Settings, .. AnyCrowd]);
        await Publish(site, "treaty");
        await Eventually.True(() => Task.FromResult(x.Timeline.Count == 1), "it is posted");
        await Plan(site, "embargoed", TimeSpan.FromSeconds(4));
        await Eventually.True(async () => (await Posts(site, "embargoed")).Count == 1, "its post is planned");

        await Eventually.True(async () => (await Task.WhenAll(site.Instances.Select(IsListening))).All(isSo => isSo), "all listen to their queues", withinSeconds: 60);

        await rabbit.Kill();
        var sent = 0;
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < Outage; sent++)
        {
            var one = Stopwatch.StartNew();
            Assert.Equal(HttpStatusCode.NoContent, await Share(site, $"away-{sent}"));
            Assert.InRange(one.Elapsed.TotalSeconds, 0, 3);
        }

        await Publish(site, "accepted-meanwhile", known: false);
        Assert.Equal(sent, await Count(site));
        await Eventually.True(() => Task.FromResult(x.Timeline.Count == 2), "the embargoed article is posted without RabbitMQ");
        Assert.All(site.Instances, instance => Assert.DoesNotContain("   at ", instance.Output, StringComparison.Ordinal));
        await rabbit.Revive();

        await Eventually.True(() => Task.FromResult(x.Timeline.Count == 3), "the later article is posted", withinSeconds: 90);
        // Each queue is opened again by itself, with a back-off that grows to half a minute.
        await Eventually.True(async () => await Listed(site) == sent, "the list has all shares", withinSeconds: 150);
        Assert.Equal(3, x.Timeline.SelectMany(post => post.Urls).Distinct().Count());
    }

    [Theory, BothModes]
    public async Task SIGTERM_under_load_finishes_what_is_under_way_and_ends_with_0_within_10_seconds(Mode mode)
    {
        await using var site = await Installation.Start(mode, [.. AnyCrowd, ("Engagement:DrainTime", "00:00:01")]);
        await Publish(site, "treaty");
        var acknowledged = new ConcurrentBag<int>();
        var failures = new ConcurrentBag<Exception>();
        var next = 0;
        var stopped = false;
        var readers = Enumerable.Range(0, 16).Select(_ => Task.Run(async () =>
        {
            while (!Volatile.Read(ref stopped))
            {
                var number = Interlocked.Increment(ref next);
                try
                {
                    using var answer = await Send(site, $"share-{number}");
                    if (answer.StatusCode is HttpStatusCode.NoContent)
                    {
                        acknowledged.Add(number);
                    }

                    if (answer.Headers.ConnectionClose == true)
                    {
                        // Asked to go elsewhere, as a proxy would.
                        return;
                    }
                }
                catch (HttpRequestException gone) when (gone.HttpRequestError == HttpRequestError.ConnectionError)
                {
                    return;
                }
                catch (HttpRequestException torn)
                {
                    failures.Add(torn);
                    return;
                }
            }
        }, Cancel)).ToList();
        await Eventually.True(() => Task.FromResult(acknowledged.Count > 200), "there is load");

        var ends = site.Instances.Select(async instance =>
        {
            var watch = Stopwatch.StartNew();
            return (Code: await instance.Terminate(), Took: watch.Elapsed);
        }).ToList();
        Assert.All(await Task.WhenAll(ends), end =>
        {
            Assert.Equal(0, end.Code);
            Assert.InRange(end.Took.TotalSeconds, 0, 10);
        });
        Volatile.Write(ref stopped, true);
        await Task.WhenAll(readers);

        Assert.Equal([], failures.Select(failure => failure.InnerException?.Message ?? failure.Message));
        Assert.DoesNotContain("   at ", site.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", site.Output, StringComparison.Ordinal);
        await site.Run();
        var last = 0;
        await Eventually.True(async () => (last = await Count(site)) >= acknowledged.Count, $"all {acknowledged.Count} acknowledged shares are counted; the last count was {last}", withinSeconds: 60);
        foreach (var number in acknowledged)
        {
            Assert.Equal(HttpStatusCode.NoContent, await Share(site, $"share-{number}"));
        }

        Assert.InRange(await Count(site), acknowledged.Count, next);
    }

    static async Task Publish(Installation site, string id, bool known = true)
    {
        await Plan(site, id, TimeSpan.Zero);
        if (known)
        {
            await Eventually.True(async () => (await Counts(site, id)).TryGetProperty(id, out _), "the article is known to Counter");
        }
    }

    static async Task Plan(Installation site, string id, TimeSpan embargo)
    {
        DateTimeOffset? embargoUntil = embargo > TimeSpan.Zero ? TimeProvider.System.GetUtcNow() + embargo : null;
        await site.Publish(new { id, url = $"https://example.org/{id}.html", title = $"News of {id}", embargoUntil });
    }

    static async Task<HttpStatusCode> Share(Installation site, string id)
    {
        using var answer = await Send(site, id);
        return answer.StatusCode;
    }

    static async Task<HttpResponseMessage> Send(Installation site, string id)
    {
        // Bookmarks of as many devices: no visitor window makes two of them one.
        using var request = new HttpRequestMessage(HttpMethod.Post, "/e")
        {
            Content = new StringContent(JsonSerializer.Serialize(new { id, article = "treaty", kind = "bookmark", device = $"device-of-{id}-0123456789" }), Encoding.UTF8, "text/plain"),
        };
        return await site.Of("counter").Reader.SendAsync(request, Cancel);
    }

    static async Task<JsonElement> Counts(Installation site, string id)
    {
        using var answer = await site.Of("counter").Reader.GetAsync($"/api/counts?ids={id}", Cancel);
        return answer.StatusCode == HttpStatusCode.ServiceUnavailable
            ? JsonDocument.Parse("{}").RootElement
            : (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("counts");
    }

    static async Task<int> Count(Installation site) =>
        (await Counts(site, "treaty")).TryGetProperty("treaty", out var counts) ? counts.GetProperty("bookmarks").GetInt32() : -1;

    static async Task<bool> IsListening(Instance instance) =>
        (await instance.Admin.GetFromJsonAsync<JsonElement>("/api/system", Cancel)).GetProperty("figures").EnumerateArray()
            .Single(figure => figure.GetProperty("name").GetString() == "bus-queues").TryGetProperty("problem", out _) is false;

    static async Task<double> Listed(Installation site) =>
        (await site.Of("popularity").Reader.GetFromJsonAsync<JsonElement>("/api/popular?list=bookmarked&window=24h", Cancel)).GetProperty("articles").EnumerateArray()
            .Select(article => article.GetProperty("score").GetDouble()).FirstOrDefault();

    static async Task<List<JsonElement>> Posts(Installation site, string article) =>
        [.. (await site.Of("publisher").Admin.GetFromJsonAsync<JsonElement>($"/api/posts?article={article}", Cancel)).GetProperty("posts").EnumerateArray()];
}
