using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;

namespace Engagement.Benchmarks.Load;

/// <summary>A server of the site that sends 1,000 events a call over eight connections.</summary>
static class BulkClient
{
    const int EventsPerCall = 1_000;

    /// <summary>Events a second that were accepted.</summary>
    public static async Task<double> Run(string address, string key, int seconds, int articles)
    {
        using var client = new HttpClient { BaseAddress = new Uri(address) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        var watch = Stopwatch.StartNew();
        var calls = await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Send(client, worker, watch, TimeSpan.FromSeconds(seconds), articles)));
        return calls.Sum() * EventsPerCall / watch.Elapsed.TotalSeconds;
    }

    static async Task<int> Send(HttpClient client, int worker, Stopwatch watch, TimeSpan length, int articles)
    {
        var random = new Random(worker);
        var calls = 0;
        while (watch.Elapsed < length)
        {
            var body = new StringBuilder("[", EventsPerCall * 90);
            for (var i = 0; i < EventsPerCall; i++)
            {
                body.Append(i == 0 ? "" : ",").Append("{\"id\":\"").Append(watch.ElapsedTicks).Append('-').Append(worker).Append('-').Append(i)
                    .Append("\",\"article\":\"a").Append(random.Next(articles) + 1).Append("\",\"kind\":\"share\",\"target\":\"x\"}");
            }

            using var content = new StringContent(body.Append(']').ToString(), Encoding.UTF8, "application/json");
            using var answer = await client.PostAsync("/api/events", content);
            calls += answer.IsSuccessStatusCode ? 1 : 0;
        }

        return calls;
    }
}
