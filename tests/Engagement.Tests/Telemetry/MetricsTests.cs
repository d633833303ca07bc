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

        var lines = await Lines(site, "engagement_posts_total{state=\"DryRun\"} 1");

        Assert.Contains("engagement_articles_total{status=\"created\"} 1", lines);
        Assert.Contains("engagement_events_total{outcome=\"counted\"} 1", lines);
        Assert.Contains("engagement_events_total{outcome=\"duplicate\"} 1", lines);
        Assert.Contains(lines, line => line.StartsWith("engagement_batch_duration_seconds_bucket{le=\"0.001\"}", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("engagement_buckets_untold{service=\"counter\"}", StringComparison.Ordinal));
        Assert.Contains("engagement_posts_total{state=\"Unconfirmed\"} 0", lines);
        Assert.Contains("engagement_problem{service=\"publisher\",figure=\"posts-late\"} 0", lines);
        Assert.All(lines, line => Assert.Matches(Format(), line));
        Assert.Equal(HttpStatusCode.Unauthorized, (await site.Reader.GetAsync("/metrics", Cancel)).StatusCode);
    }

    [Theory]
    [InlineData("alerts.yml")]
    [InlineData("engagement.json")]
    public async Task Rules_and_graphs_speak_only_of_what_is_shown(string file)
    {
        await using var site = await TestSite.Start();
        var shown = (await Lines(site, "# TYPE engagement_posts_late_seconds gauge")).Select(line => line.Split([' ', '{'])).Select(words => words[0] == "#" ? words[2] : words[0]).ToHashSet();

        var spoken = Spoken().Matches(await File.ReadAllTextAsync(Path.Combine(Repository.Folder, "infra/observe", file), Cancel)).Select(found => found.Value).Distinct().ToList();

        Assert.NotEmpty(spoken);
        Assert.All(spoken, name => Assert.True(shown.Contains(name) || shown.Contains(Part().Replace(name, "")), name));
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

    [GeneratedRegex("engagement_[a-z_]+")]
    private static partial Regex Spoken();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex Part();

    [GeneratedRegex("""^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{[a-z_]+="[^"]*"(,[a-z_]+="[^"]*")*\})? -?[0-9.E+-]+)$""")]
    private static partial Regex Format();
}
