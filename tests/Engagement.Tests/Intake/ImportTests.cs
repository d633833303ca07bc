using System.IO.Compression;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Engagement.Intake;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Engagement.Tests.Intake;

public sealed class ImportTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("engagement-import-").FullName;

    static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory, BothLedgers]
    public async Task Old_articles_and_their_counts_come_in_unposted_and_a_round_trip_loses_nothing(LedgerKind ledger)
    {
        var heard = new Heard();
        await using var first = await TestSite.StartWith(heard.ListenIn, ledger);
        var source = Write("old.ndjson", """
            { "id": "a", "revision": 3, "url": "https://example.org/a", "title": "A", "tags": ["x", "y"], "publishedAt": "2020-01-01T00:00:00Z", "counts": { "byTarget": { "x": 12, "bluesky": 3 }, "bookmarks": 2, "views": 5 } }
            { "id": "b", "url": "https://example.org/b", "title": "B", "meta": { "k": "v" }, "aliases": ["https://example.org/old-b"], "image": { "url": "https://example.org/i.jpg", "alt": "Alt" } }
            { "id": "w", "url": "https://example.org/w", "title": "Withdrawn", "status": "withdrawn", "revision": 4 }
            """);

        Assert.Equal(0, await Run("import", first, source));

        Assert.All(heard.Articles, article => Assert.True(article.Backfill));
        await Eventually.True(async () => await Counts(first, "a") == "12+3 2 5", "the counts are there");
        var exported = Path.Combine(folder, "out.ndjson");
        Assert.Equal(0, await Run("export", first, exported));

        await using var second = await TestSite.Start(ledger);
        Assert.Equal(0, await Run("import", second, exported));
        await Eventually.True(async () => await Counts(second, "a") == "12+3 2 5", "the counts came along");
        var again = Path.Combine(folder, "again.ndjson");
        Assert.Equal(0, await Run("export", second, again));
        Assert.Equal(Plain(exported), Plain(again));
        Assert.Equal("withdrawn", (await second.Article("w")).GetProperty("status").GetString());
    }

    [Theory, BothLedgers]
    public async Task Buckets_channels_reasons_times_and_merges_come_along_and_importing_again_days_later_counts_nothing_twice(LedgerKind ledger)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 10, 0, 30, TimeSpan.Zero));
        await using var first = await TestSite.Start(ledger, time);
        await first.Tell("""[{ "id": "a", "url": "https://example.org/a", "title": "A", "publishedAt": "2026-06-01T00:00:00Z", "backfill": true }, { "id": "b", "url": "https://example.org/b", "title": "B", "backfill": true }]""");
        var now = time.GetUtcNow();
        object[] events =
        [
            new { id = "1", article = "a", kind = "share", target = "x", channel = "mail", at = now.AddMinutes(-5) },
            new { id = "2", article = "a", kind = "share", target = "x", channel = "page", at = now.AddMinutes(-5), visitor = "one" },
            new { id = "3", article = "a", kind = "share", target = "x", channel = "page", at = now.AddMinutes(-4), visitor = "one" },
            new { id = "4", article = "a", kind = "view", channel = "rss", at = now.AddHours(-60) },
            new { id = "5", article = "a", kind = "bookmark", device = "device-0001", at = now.AddDays(-120) },
            new { id = "6", article = "a", kind = "bookmark", device = "device-0002", at = now.AddHours(-40) },
            new { id = "7", article = "a", kind = "unbookmark", device = "device-0002", at = now.AddDays(-1) },
            new { id = "8", article = "b", kind = "follow", target = "mastodon", channel = "page", at = now.AddMinutes(-5) },
        ];
        await Eventually.True(async () => (await (await first.Admin.PostAsJsonAsync("/api/events", events, Cancelled)).Content.ReadFromJsonAsync<JsonElement>(Cancelled)).GetProperty("rejected").GetArrayLength() == 0, "all are counted");
        await Eventually.True(async () => (await first.Admin.PostAsJsonAsync("/api/articles/b/merge", new { into = "a", reason = "one story" }, Cancelled)).IsSuccessStatusCode, "merged");
        time.Advance(TimeSpan.FromHours(1));
        var exported = Path.Combine(folder, "out.ndjson");
        Assert.Equal(0, await Run("export", first, exported));
        Assert.Contains("share:x@page!repeat", await File.ReadAllTextAsync(exported, Cancelled), StringComparison.Ordinal);
        Assert.Contains("share:x@mail", await File.ReadAllTextAsync(exported, Cancelled), StringComparison.Ordinal);

        await using var second = await TestSite.Start(ledger, time);
        Assert.Equal(0, await Run("import", second, exported));
        var again = Path.Combine(folder, "again.ndjson");
        Assert.Equal(0, await Run("export", second, again));
        Assert.Equal(Plain(exported), Plain(again));
        Assert.Equal((await first.Article("a")).GetProperty("acceptedAt").GetDateTimeOffset(), (await second.Article("a")).GetProperty("acceptedAt").GetDateTimeOffset());
        Assert.Equal("a", (await second.Article("b")).GetProperty("mergedInto").GetString());
        await Eventually.True(async () => await Shared(second) == "a 2", "the list follows");

        // Days later minutes have become hours, ids are forgotten, and a reader was here: what is imported again changes nothing of it.
        (await second.Admin.PostAsJsonAsync("/api/events", new[] { new { id = "9", article = "a", kind = "share", target = "x" } }, Cancelled)).EnsureSuccessStatusCode();
        for (var hours = 0; hours < 5; hours++)
        {
            time.Advance(TimeSpan.FromHours(13));
            second.Services.GetServices<IHostedService>().OfType<Engagement.Counter.History.RollUp>().Single().Ring();
        }

        Assert.Equal(0, await Run("import", second, exported));
        Assert.Equal("3+0 1 1", await Counts(second, "a"));
        time.Advance(TimeSpan.FromDays(100));
        second.Services.GetServices<IHostedService>().OfType<Engagement.Counter.History.RollUp>().Single().Ring();
        Assert.Equal(0, await Run("import", second, exported));
        Assert.Equal("3+0 1 1", await Counts(second, "a"));
    }

    [Theory, BothLedgers]
    public async Task An_installation_that_moves_takes_along_who_holds_the_bookmarks(LedgerKind ledger)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 10, 0, 30, TimeSpan.Zero));
        await using var first = await TestSite.Start(ledger, time);
        await first.Tell("""{ "id": "a", "url": "https://example.org/a", "title": "A", "backfill": true }""");
        await Count(first, "bookmark", "device-1");
        await Count(first, "bookmark", "device-2");
        var (plain, whole) = (Path.Combine(folder, "plain.ndjson"), Path.Combine(folder, "whole.ndjson"));
        Assert.Equal(0, await Run("export", first, plain));
        Assert.Equal(0, await Run("export", first, whole, "--with", "holders"));
        Assert.DoesNotContain("holders", await File.ReadAllTextAsync(plain, Cancelled), StringComparison.Ordinal);
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(whole) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));

        time.Advance(TimeSpan.FromHours(1));
        await using var second = await TestSite.Start(ledger, time);
        Assert.Equal(0, await Run("import", second, whole));
        await Eventually.True(async () => await Counts(second, "a") == "0+0 2 0", "the counts came along");
        await Count(second, "bookmark", "device-1");
        Assert.Equal("0+0 2 0", await Counts(second, "a"));
        await Count(second, "unbookmark", "device-1");
        await Count(second, "unbookmark", "device-1");
        Assert.Equal("0+0 1 0", await Counts(second, "a"));

        // Imported again, it does not give the bookmark back to who took it back.
        Assert.Equal(0, await Run("import", second, whole));
        await Count(second, "unbookmark", "device-1");
        Assert.Equal("0+0 1 0", await Counts(second, "a"));
        await Count(second, "bookmark", "device-1");
        Assert.Equal("0+0 2 0", await Counts(second, "a"));

        // Where readers were first, holders cannot be told apart from others, and that is said.
        await using var third = await TestSite.Start(ledger, time);
        await third.Tell("""{ "id": "b", "url": "https://example.org/b", "title": "B", "backfill": true }""");
        await Count(third, "bookmark", "device-3", "b");
        Assert.Equal(1, await Run("import", third, whole));
        Assert.Equal("0+0 2 0", await Counts(third, "a"));
    }

    static Task Count(TestSite site, string kind, string device, string article = "a") => Eventually.True(async () =>
    {
        using var answer = await site.Admin.PostAsJsonAsync("/api/events", new[] { new { id = Guid.NewGuid(), article, kind, device } }, Cancelled);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancelled)).GetProperty("rejected").GetArrayLength() == 0;
    }, "the Counter knows the article");

    static async Task<string> Shared(TestSite site) => string.Join(',', (await site.Reader.GetFromJsonAsync<JsonElement>("/api/popular?list=shared&window=24h", Cancelled)).GetProperty("articles").EnumerateArray()
        .Select(article => $"{article.GetProperty("id").GetString()} {article.GetProperty("score").GetInt64()}"));

    [Fact]
    public async Task What_is_wrong_is_reported_by_line_and_the_rest_comes_in()
    {
        await using var site = await TestSite.Start();
        var source = Write("some.ndjson", """
            { "id": "a", "url": "https://example.org/a", "title": "A" }
            { broken
            { "id": "c", "url": "https://elsewhere.net/c", "title": "C" }
            { "id": "d", "url": "https://example.org/a", "title": "D" }
            { "id": "e", "url": "https://example.org/e", "title": "E" }
            """);

        Assert.Equal(1, await Run("import", site, source));

        Assert.Equal(["a", "e"], (await site.Listed()).Order());
    }

    [Fact]
    public async Task A_csv_a_packed_news_sitemap_under_an_index_and_a_feed_come_in()
    {
        await using var site = await TestSite.Start();
        var csv = Write("old.csv", "id;url;title;tags;published_at;shares:x\n7;https://example.org/7;\"Seven; with a semicolon\";\"one|two\";2020-01-01;4\n");
        var sitemap = """
            <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
              <url><loc>https://example.org/s</loc><news:news><news:publication><news:name>N</news:name><news:language>en</news:language></news:publication>
              <news:publication_date>2026-11-23</news:publication_date><news:title>From the sitemap</news:title></news:news></url></urlset>
            """;
        await using (var packed = new GZipStream(File.Create(Path.Combine(folder, "news.xml.gz")), CompressionLevel.Fastest))
        {
            await packed.WriteAsync(Encoding.UTF8.GetBytes(sitemap), Cancelled);
        }

        var index = Write("index.xml", "<sitemapindex><sitemap><loc>https://example.org/news.xml.gz</loc></sitemap></sitemapindex>");
        var feed = Write("feed.xml", "<rss><channel><item><title>From the feed</title><link>https://example.org/f</link></item></channel></rss>");

        Assert.Equal(0, await Run("import", site, csv));
        Assert.Equal(0, await Run("import", site, index));
        Assert.Equal(0, await Run("import", site, feed));

        var titles = (await site.Listing("")).GetProperty("articles").EnumerateArray().Select(article => article.GetProperty("title").GetString()).ToList();
        Assert.Contains("Seven; with a semicolon", titles);
        Assert.Contains("From the sitemap", titles);
        Assert.Contains("From the feed", titles);
        Assert.Equal(2, (await site.Article("7")).GetProperty("tags").GetArrayLength());
        await Eventually.True(async () => await Counts(site, "7") == "4+0 0 0", "the count is there");
    }

    [Fact]
    public async Task An_import_that_was_stopped_goes_on_where_it_was()
    {
        await using var site = await TestSite.Start();
        var source = Write("long.ndjson", string.Join('\n', Enumerable.Range(1, 1_200).Select(n => $$"""{ "id": "n{{n}}", "url": "https://example.org/{{n}}", "title": "Number {{n}}" }""")));
        await File.WriteAllTextAsync(source + ".import-progress", "1000", Cancelled);

        Assert.Equal(0, await Run("import", site, source));

        using var before = await site.Admin.GetAsync("/api/articles/n1000", Cancelled);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, before.StatusCode);
        Assert.Equal("Number 1001", (await site.Article("n1001")).GetProperty("title").GetString());
        Assert.False(File.Exists(source + ".import-progress"));
    }

    [Fact]
    public async Task Everybody_is_told_again()
    {
        var heard = new Heard();
        await using var site = await TestSite.StartWith(heard.ListenIn);
        await site.Tell("""[{ "id": "a", "url": "https://example.org/a", "title": "A" }, { "id": "b", "url": "https://example.org/b", "title": "B" }]""");
        await heard.Until(2);
        heard.Forget();

        Assert.Equal(0, await Run("reannounce", site));

        await heard.Until("published a 1");
        await heard.Until("published b 1");
    }

    [Fact]
    public async Task A_wrong_key_or_file_is_one_sentence()
    {
        await using var site = await TestSite.Start();

        var absent = await Assert.ThrowsAsync<Engagement.Platform.Settings.StartProblem>(() => Run("import", site, Path.Combine(folder, "absent")));
        Assert.Contains("cannot be read", absent.Message, StringComparison.Ordinal);
        var wrong = await Assert.ThrowsAsync<Engagement.Platform.Settings.StartProblem>(() =>
            Command("reannounce", "--to", site.Admin.BaseAddress!.ToString(), "--key", "wrong-wrong-wrong-wrong"));
        Assert.Contains("does not accept the key", wrong.Message, StringComparison.Ordinal);
    }

    static Task<int> Run(string command, TestSite site, params string[] arguments) =>
        Command(command, [.. arguments, "--to", site.Admin.BaseAddress!.ToString(), "--key", TestSite.Key]);

    static Task<int> Command(string name, params string[] arguments) =>
        IntakeService.Commands.Single(command => command.Name == name).Run(arguments, new ConfigurationManager(), Cancelled);

    string Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>The lines without the time of the last change, which is the server's own.</summary>
    static IEnumerable<string> Plain(string path) => File.ReadLines(path).Select(line =>
    {
        var article = System.Text.Json.Nodes.JsonNode.Parse(line)!.AsObject();
        article.Remove("changedAt");
        return article.ToJsonString();
    }).Order();

    static async Task<string> Counts(TestSite site, string id)
    {
        var counts = (await site.Admin.GetFromJsonAsync<JsonElement>($"/api/counts?ids={id}", Cancelled)).GetProperty("counts").GetProperty(id);
        long Target(string target) => counts.TryGetProperty("byTarget", out var targets) && targets.TryGetProperty(target, out var count) ? count.GetInt64() : 0;
        return $"{Target("x")}+{Target("bluesky")} {counts.GetProperty("bookmarks").GetInt64()} {counts.GetProperty("views").GetInt64()}";
    }
}
