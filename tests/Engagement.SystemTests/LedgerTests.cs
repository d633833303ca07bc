using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace Engagement.SystemTests;

/// <summary>Whether the embedded ledger can be trusted: killed, over-full and old.</summary>
public sealed class LedgerTests
{
    const int Rounds = 5;
    const int EventsPerRound = 200_000;
    const int ShortRounds = 6;
    const int EventsPerShortRound = 40_000;
    const int Chunk = 1_000;
    const int Articles = 500;

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>
    /// A million events are some 100 MB of ids beside the counts, so a memory of 64 MB cannot hold them: the rest is on disk. Killed in
    /// the middle of each round; what was acknowledged must be counted, and sending the round again must count the rest and nothing twice.
    /// </summary>
    [Fact]
    public async Task A_million_events_in_too_little_memory_survive_kill_9_in_a_loop_and_start_within_five_seconds()
    {
        await using var site = await Installation.Start(Mode.OneProcess, ("Engagement:Ledger:Memory", "64m"));
        await Publish(site);

        for (var round = 0; round < Rounds; round++)
        {
            var chunks = Enumerable.Range(0, EventsPerRound / Chunk).Select(chunk => Events(round, chunk)).ToList();
            var sending = Send(site, chunks);
            await Eventually(async () => await Total(site) > round * EventsPerRound + EventsPerRound / 3);
            await site.Kill();
            var acknowledged = await sending;
            await site.Run();

            var counted = await Total(site);
            Assert.InRange(counted, round * EventsPerRound + acknowledged * Chunk, (round + 1) * EventsPerRound);
            Assert.Equal(chunks.Count, await Send(site, chunks));
            Assert.Equal((round + 1) * EventsPerRound, await Total(site));
        }

        await site.Kill();
        var watch = Stopwatch.StartNew();
        await site.Run();
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 5);
        Assert.Equal(Rounds * EventsPerRound, await Total(site));
    }

    /// <summary>
    /// While batches are counted, something else is always made durable, so that the ledger's log reaches the disk at every moment of a
    /// script too. What is cut off there must be as if it had never begun: else the ids of a batch are known and its counts are lost.
    /// </summary>
    [Fact]
    public async Task A_batch_that_kill_9_cuts_off_counts_wholly_when_it_is_sent_again()
    {
        await using var site = await Installation.Start(Mode.OneProcess);
        await Publish(site);

        for (var round = 0; round < ShortRounds; round++)
        {
            var chunks = Enumerable.Range(0, EventsPerShortRound / Chunk).Select(chunk => Events(round, chunk)).ToList();
            using var killed = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
            var others = Task.WhenAll(Enumerable.Range(0, 3).Select(_ => CommitAllTheTime(site, killed.Token)));
            var sending = Send(site, chunks);
            await Eventually(async () => await Total(site) > round * EventsPerShortRound + EventsPerShortRound / 4);
            await site.Kill();
            await killed.CancelAsync();
            await others;
            await sending;
            await site.Run();

            Assert.Equal(chunks.Count, await Send(site, chunks));
            Assert.Equal((round + 1) * EventsPerShortRound, await Total(site));
        }
    }

    /// <summary>Sends an article again and again: each time is made durable.</summary>
    static async Task CommitAllTheTime(Installation site, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                using var answer = await site.Of("intake").Admin.PostAsJsonAsync("/api/articles",
                    new { url = $"https://example.org/{Guid.NewGuid():N}.html", title = "Another", backfill = true, noSocial = true }, cancellation);
            }
            catch (Exception gone) when (gone is HttpRequestException or OperationCanceledException)
            {
                // It was killed, which is what this is for.
            }
        }
    }

    static async Task Publish(Installation site)
    {
        var articles = Enumerable.Range(0, Articles).Select(number => new
        {
            id = $"a{number}",
            url = $"https://example.org/{number}.html",
            title = $"Article {number}",
            backfill = true,
            noSocial = true,
        });
        var answer = await site.Of("intake").Admin.PostAsJsonAsync("/api/articles", articles, Cancel);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        await Eventually(async () => (await Counts(site)).EnumerateObject().Count() == Articles);
    }

    static object[] Events(int round, int chunk) => [.. Enumerable.Range(0, Chunk).Select(number => new
    {
        id = $"{round}-{chunk}-{number}",
        article = $"a{(chunk * 31 + number) % Articles}",
        kind = "share",
        target = number % 3 == 0 ? "x" : "copy",
    })];

    /// <summary>Sends chunks, four at a time, until the program is gone; returns how many were acknowledged.</summary>
    static async Task<int> Send(Installation site, IReadOnlyList<object[]> chunks)
    {
        var acknowledged = 0;
        await Parallel.ForEachAsync(chunks, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = Cancel }, async (chunk, cancellation) =>
        {
            try
            {
                using var answer = await site.Of("counter").Admin.PostAsJsonAsync("/api/events", chunk, cancellation);
                if (answer.IsSuccessStatusCode)
                {
                    Interlocked.Increment(ref acknowledged);
                }
            }
            catch (HttpRequestException)
            {
                // It was killed: nothing was promised for this chunk.
            }
        });
        return acknowledged;
    }

    static async Task<JsonElement> Counts(Installation site)
    {
        var all = new Dictionary<string, JsonElement>();
        foreach (var ids in Enumerable.Range(0, Articles).Select(number => $"a{number}").Chunk(100))
        {
            var answer = await site.Of("counter").Reader.GetFromJsonAsync<JsonElement>($"/api/counts?ids={string.Join(',', ids)}", Cancel);
            foreach (var counted in answer.GetProperty("counts").EnumerateObject())
            {
                all[counted.Name] = counted.Value;
            }
        }

        return JsonSerializer.SerializeToElement(all);
    }

    static async Task<long> Total(Installation site) =>
        (await Counts(site)).EnumerateObject().Sum(article => article.Value.GetProperty("shares").GetInt64());

    static Task Eventually(Func<Task<bool>> isSo) => Tests.Eventually.True(isSo, "it comes about", withinSeconds: 120);
}
