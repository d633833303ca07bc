using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Engagement.Fakes.Site;
using Engagement.Fakes.X;
using Engagement.Tests;
using Xunit;

namespace Engagement.SystemTests.Telemetry;

/// <summary>What an operator sees of one article and one share on their way through five processes, and what nobody may see.</summary>
public sealed class TraceTests
{
    const string UserAgent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.7177.93 Safari/537.36";
    const string Reader = "203.0.113.77";

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_trace_leads_from_article_to_post_and_one_from_beacon_to_webhook_and_nothing_tells_who_the_reader_is()
    {
        await using var x = await FakeX.Start();
        await using var collector = await Collector.Start();
        await using var receiver = await FakeReceiver.Start();
        var redis = RedisServer.FreePort();
        await RedisServer.Launch(redis);
        await using var site = await Installation.Start(Mode.Split, $"127.0.0.1:{redis}", null,
        [
            .. x.Settings, ("Engagement:Fetch:AllowedNetworks:0", "127.0.0.0/8"), ("Engagement:Proxies:0", "127.0.0.1"),
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_BSP_SCHEDULE_DELAY", "200"),
        ]);
        var subscribed = await site.Of("popularity").Admin.PostAsJsonAsync("/api/webhooks", new { url = $"{receiver.Address}?token=telltale-webhook" }, Cancel);
        Assert.Equal(HttpStatusCode.Created, subscribed.StatusCode);
        receiver.Secret = (await subscribed.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("secret").GetString();

        await site.Publish(new { id = "treaty", url = "https://example.org/treaty.html", title = "Treaty enters into force" });
        await Eventually.True(() => Task.FromResult(x.Timeline.Count == 1), "it is posted", withinSeconds: 60);
        await Eventually.True(async () => await Share(site) == HttpStatusCode.NoContent, "the share is counted", withinSeconds: 60);
        await Eventually.True(() => Task.FromResult(receiver.Deliveries.Count > 0), "the webhook is called", withinSeconds: 60);

        await Leads(collector, ("engagement.intake", "POST /api/articles"), ("engagement.intake", "announce article"), ("engagement.publisher", "send post"), ("engagement.publisher", "POST"));
        await Leads(collector, ("engagement.counter", "POST /e"), ("engagement.counter", "tell counts"), ("engagement.popularity", "tell changed lists"),
            ("engagement.popularity", "deliver webhook"), ("engagement.popularity", "POST"));
        var ledger = await Dump(redis);
        foreach (var (where, text) in new[] { ("logs", site.Output), ("telemetry", collector.Text), ("ledger", ledger) })
        {
            Assert.True(text.Length > 100, where);
            foreach (var secret in new[] { Installation.Key, Reader, "140.0.7177.93", x.Settings.First(setting => setting.Path.EndsWith("AccessTokenSecret", StringComparison.Ordinal)).Value })
            {
                Assert.False(text.Contains(secret, StringComparison.Ordinal), $"{secret} stands in the {where}");
            }
        }

        // The ledger must know where to call.
        Assert.DoesNotContain("telltale-webhook", site.Output + collector.Text, StringComparison.Ordinal);
        Assert.Contains("telltale-webhook", ledger, StringComparison.Ordinal);
    }

    static Task Leads(Collector collector, params (string Service, string Name)[] steps) => Eventually.True(() => Task.FromResult(
        collector.Spans.GroupBy(span => span.Trace).Any(trace => steps.All(step => trace.Any(span => span.Service == step.Service && span.Name == step.Name)))),
        $"one trace holds {string.Join(", ", steps)}; there are\n{string.Join('\n', collector.Spans.Select(span => $"{span.Trace} {span.Service} {span.Name}"))}", withinSeconds: 20);

    static async Task<HttpStatusCode> Share(Installation site)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/e")
        {
            Content = new StringContent(JsonSerializer.Serialize(new { id = "share-0123456789", article = "treaty", kind = "share", target = "x" }), Encoding.UTF8, "text/plain"),
        };
        request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        request.Headers.Add("X-Forwarded-For", Reader);
        using var answer = await site.Of("counter").Reader.SendAsync(request, Cancel);
        return answer.StatusCode;
    }

    /// <summary>Everything that the ledger ever wrote: its append-only file.</summary>
    static async Task<string> Dump(int redis)
    {
        var folder = (await RedisServer.Ask("-p", $"{redis}", "config", "get", "dir")).Trim().Split('\n')[^1];
        var files = Directory.GetFiles(folder, "*.aof", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        return string.Join('\n', files.Select(file => Encoding.Latin1.GetString(File.ReadAllBytes(file))));
    }
}
