using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Engagement.Fakes.X;

namespace Engagement.SystemTests.Chaos;

/// <summary>
/// Readers and a site that go on whatever happens: each event and each article is sent again until it is accepted, with the same id, as the
/// widget and a careful site do. Remembers what was sent and what was acknowledged.
/// </summary>
sealed class Load(Installation site)
{
    const int Readers = 8;
    static readonly string[] Targets = ["x", "facebook", "whatsapp"];

    readonly ConcurrentQueue<string> articles = new();
    readonly ConcurrentDictionary<int, bool> acknowledged = [];
    int sent;
    int refused;

    /// <summary>An event, as its number says: the same number is always the same event.</summary>
    public sealed record Event(string Id, string Article, string Target);

    /// <summary>Articles that were accepted.</summary>
    public IReadOnlyCollection<string> Articles => articles;

    /// <summary>Every event that was ever sent.</summary>
    public IEnumerable<Event> Sent => Enumerable.Range(0, sent).Select(Of);

    /// <summary>Those that were answered with 204.</summary>
    public IEnumerable<Event> Acknowledged => acknowledged.Keys.Select(Of);

    /// <summary>How often somebody had to try again.</summary>
    public int Refused => refused;

    /// <summary>The articles that are there from the beginning: the events are about these.</summary>
    public static IReadOnlyList<string> First { get; } = [.. Enumerable.Range(0, 10).Select(number => $"first-{number}")];

    /// <summary>Publishes the first articles and returns when they can be counted and are posted.</summary>
    public async Task Begin(FakeX x)
    {
        foreach (var id in First)
        {
            await Publish(id, default);
        }

        await Tests.Eventually.True(async () => (await site.Of("counter").Reader.GetFromJsonAsync<JsonElement>($"/api/counts?ids={string.Join(',', First)}"))
            .GetProperty("counts").EnumerateObject().Count() == First.Count, "the first articles are known");
        await Tests.Eventually.True(() => Task.FromResult(x.Timeline.Count >= First.Count), "the first articles are on X", withinSeconds: 120);
    }

    /// <summary>Goes on until told to stop.</summary>
    public Task Run(CancellationToken stop) => Task.WhenAll([.. Enumerable.Range(0, Readers).Select(_ => Read(stop)), Write(stop)]);

    static Event Of(int number) => new($"event-{number}", First[(int)(Math.Sqrt(number % 100))], Targets[number % Targets.Length]);

    async Task Read(CancellationToken stop)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(40));
        while (!stop.IsCancellationRequested)
        {
            var number = Interlocked.Increment(ref sent) - 1;
            var one = Of(number);
            var body = JsonSerializer.Serialize(new { id = one.Id, article = one.Article, kind = "share", target = one.Target });
            while (!stop.IsCancellationRequested)
            {
                if (await Accepts(() => site.Of("counter").Reader.PostAsync("/e", new StringContent(body, Encoding.UTF8, "text/plain"), Deadline()), HttpStatusCode.NoContent))
                {
                    acknowledged[number] = true;
                    break;
                }

                await Tick(pace, stop);
            }

            await Tick(pace, stop);
        }
    }

    async Task Write(CancellationToken stop)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds(1));
        for (var number = 0; !stop.IsCancellationRequested; number++)
        {
            await Publish($"later-{number}", stop);
            await Tick(pace, stop);
        }
    }

    async Task Publish(string id, CancellationToken stop)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        var article = new { id, url = $"https://example.org/2026/{id}.html", title = $"News of {id}" };
        while (!stop.IsCancellationRequested)
        {
            if (await Accepts(() => site.Of("intake").Admin.PostAsJsonAsync("/api/articles", article, Deadline()), HttpStatusCode.Accepted))
            {
                articles.Enqueue(id);
                return;
            }

            await Tick(pace, stop);
        }
    }

    async Task<bool> Accepts(Func<Task<HttpResponseMessage>> send, HttpStatusCode expected)
    {
        try
        {
            using var answer = await send();
            if (answer.StatusCode == expected)
            {
                return true;
            }
        }
        catch (Exception gone) when (gone is HttpRequestException or OperationCanceledException or InvalidOperationException)
        {
            // Killed, paused, or replaced by a new process in this moment.
        }

        Interlocked.Increment(ref refused);
        return false;
    }

    static CancellationToken Deadline() => new CancellationTokenSource(TimeSpan.FromSeconds(10)).Token;

    static async Task Tick(PeriodicTimer pace, CancellationToken stop)
    {
        try
        {
            await pace.WaitForNextTickAsync(stop);
        }
        catch (OperationCanceledException)
        {
            // The caller's loop ends.
        }
    }
}
