using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Engagement.Fakes;
using Engagement.Tests.Counter;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
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
    public async Task The_file_begins_before_the_catalogue_was_read_to_its_end_so_its_length_costs_no_memory()
    {
        var wasRead = new TaskCompletionSource();
        await using var catalogue = LocalServer.Build();
        catalogue.MapGet("/api/articles", async (int limit, string? cursor) =>
        {
            var first = int.Parse(cursor ?? "0", CultureInfo.InvariantCulture);
            if (first > 20_000)
            {
                await wasRead.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
            }

            var articles = Enumerable.Range(first, limit).Select(number => new { id = $"a{number}", title = $"Article {number}", url = $"https://example.org/{number}.html" });
            return Results.Json(new { articles, next = first + limit < 30_000 ? $"{first + limit}" : null });
        });
        catalogue.MapGet("/api/counts", () => Results.Json(new { counts = new { } }));
        await catalogue.StartAsync(Cancellation);
        var address = catalogue.Address().ToString();
        await using var site = await TestSite.Start(settings: [("Engagement:Peers:intake", address), ("Engagement:Peers:counter", address)]);
        using var editor = await Editor.SignedIn(site);

        using var rows = new StreamReader(await editor.Stream("/articles/export.csv"));
        for (var row = 0; row < 15_000; row++)
        {
            Assert.NotNull(await rows.ReadLineAsync(Cancellation));
        }

        wasRead.SetResult();
        var rest = 0;
        while (await rows.ReadLineAsync(Cancellation) is not null)
        {
            rest++;
        }

        Assert.Equal(30_001, 15_000 + rest);
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
