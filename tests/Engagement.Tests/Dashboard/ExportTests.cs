using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Engagement.Tests.Counter;
using Xunit;

namespace Engagement.Tests.Dashboard;

public sealed class ExportTests
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_article_of_the_filter_is_in_the_file_once_with_its_counts_beyond_one_page_of_the_api()
    {
        await using var site = await TestSite.Start();
        await Publish(site, 230);
        await site.Reader.Beacon(Readers.Share("a7"));
        using var editor = await Editor.SignedIn(site);

        var lines = (await editor.Open("/articles/export.ndjson")).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement).ToDictionary(row => row.GetProperty("id").GetString()!);

        Assert.Equal(230, lines.Count);
        Assert.Equal(1, lines["a7"].GetProperty("shares").GetInt64());
        Assert.Equal(116, (await editor.Open("/articles/export.csv?section=Security")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task A_title_that_a_spreadsheet_would_run_is_text_in_the_csv()
    {
        await using var site = await TestSite.Start();
        await Publish(site, 1, "=HYPERLINK(\"https://evil.example\",\"x\")");
        using var editor = await Editor.SignedIn(site);

        Assert.Contains("\"'=HYPERLINK(\"\"https://evil.example\"\",\"\"x\"\")\"", await editor.Open("/articles/export.csv"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_exports_without_signing_in()
    {
        await using var site = await TestSite.Start();

        Assert.Equal(HttpStatusCode.Redirect, (await site.Reader.GetAsync("/articles/export.csv", Cancellation)).StatusCode);
    }

    static async Task Publish(TestSite site, int count, string? title = null)
    {
        foreach (var chunk in Enumerable.Range(0, count).Chunk(100))
        {
            var articles = chunk.Select(number => new
            {
                id = $"a{number}", title = title ?? $"Article {number}", url = $"https://example.org/{number}.html",
                section = number % 2 == 0 ? "Security" : "Analysis", backfill = true,
            });
            (await site.Admin.PostAsJsonAsync("/api/articles", articles, Cancellation)).EnsureSuccessStatusCode();
        }

        await Eventually.True(async () => (await site.Counts($"a{count - 1}")).ValueKind == JsonValueKind.Object, "the last article has a counter");
    }
}
