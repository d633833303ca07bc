using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace Engagement.Tests.Telemetry;

/// <summary>What Prometheus reads.</summary>
public sealed partial class MetricsTests
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Prometheus_reads_what_was_counted_accepted_and_posted_with_units_and_readers_do_not()
    {
        await using var site = await TestSite.Start();
        await site.Admin.PostAsJsonAsync("/api/articles", new { id = "treaty", url = "https://example.org/treaty.html", title = "Treaty" }, Cancel);
        await Eventually.True(async () => (await Share(site, "treaty", "share-0123456789")) == HttpStatusCode.NoContent, "the share is counted");
        await Share(site, "treaty", "share-0123456789");
        await Share(site, "nowhere", "share-1123456789");

        var lines = await Lines(site, "engagement_posts_total{state=\"DryRun\",network=\"x\"} 1");

        Assert.Contains("engagement_articles_total{status=\"created\"} 1", lines);
        Assert.Contains("engagement_events_total{outcome=\"counted\"} 1", lines);
        Assert.Contains("engagement_events_total{outcome=\"duplicate\"} 1", lines);
        Assert.Contains(lines, line => line.StartsWith("engagement_batch_duration_seconds_bucket{le=\"0.001\"}", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("engagement_buckets_untold{service=\"counter\"}", StringComparison.Ordinal));
        Assert.Contains("engagement_problem{service=\"publisher\",figure=\"posts-late\"} 0", lines);
        Assert.All(lines, line => Assert.Matches(Format(), line));
        Assert.Equal(HttpStatusCode.Unauthorized, (await site.Reader.GetAsync("/metrics", Cancel)).StatusCode);
    }

    static async Task<string[]> Lines(TestSite site, string awaited)
    {
        string[] lines = [];
        await Eventually.True(async () =>
        {
            using var answer = await site.Admin.GetAsync("/metrics", Cancel);
            Assert.Equal("text/plain", answer.Content.Headers.ContentType?.MediaType);
            lines = (await answer.Content.ReadAsStringAsync(Cancel)).TrimEnd('\n').Split('\n');
            return lines.Contains(awaited);
        }, awaited);
        return lines;
    }

    static async Task<HttpStatusCode> Share(TestSite site, string article, string id)
    {
        using var answer = await site.Reader.PostAsJsonAsync("/e", new { id, article, kind = "share", target = "x" }, Cancel);
        return answer.StatusCode;
    }

    [GeneratedRegex("""^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{[a-z_]+="[^"]*"(,[a-z_]+="[^"]*")*\})? -?[0-9.E+-]+)$""")]
    private static partial Regex Format();
}
