using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace Engagement.Tests.Intake;

/// <summary>One article that went out under two ids becomes one, everywhere.</summary>
public sealed class MergeArticlesTests
{
    static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, BothLedgers]
    public async Task Urls_counts_and_lists_become_those_of_one_article_and_nothing_told_later_parts_them(LedgerKind ledger)
    {
        var heard = new Heard();
        await using var site = await TestSite.StartWith(heard.ListenIn, ledger);
        await site.Tell("""[{ "id": "wire", "url": "https://example.org/wire", "aliases": ["https://example.org/wire-old"], "title": "Treaty (wire)" }, { "id": "own", "url": "https://example.org/own", "title": "Treaty" }]""");
        await heard.Until("published wire 1");
        await heard.Until("published own 1");
        await Share(site, "w1", "wire");
        await Share(site, "w2", "https://example.org/wire-old");
        await Share(site, "o1", "own");

        using var merged = await site.Admin.PostAsJsonAsync("/api/articles/wire/merge", new { into = "own", reason = "the same story" }, Cancelled);
        Assert.True(merged.IsSuccessStatusCode, await merged.Content.ReadAsStringAsync(Cancelled));

        await heard.Until("withdrawn wire 2");
        await heard.Until("updated own 2");
        Assert.Equal(3, await Shares(site, "own"));
        await Eventually.True(async () => await List(site) is "own 3 ", "one is listed, with all shares");
        Assert.Equal(["https://example.org/wire", "https://example.org/wire-old"], Texts(await site.Article("own"), "aliases"));
        Assert.Equal("own", (await site.Article("wire")).GetProperty("mergedInto").GetString());
        // Old links count for the other, whichever way they name it.
        await Share(site, "w3", "wire");
        await Share(site, "w4", "https://example.org/wire");
        await Eventually.True(async () => await List(site) is "own 5 ", "old links count");

        // Told again by id, with a higher revision, and by URL alone: still one, with its own title.
        Assert.Equal(["own unchanged"], await site.Tell("""{ "id": "wire", "revision": 9, "url": "https://example.org/wire", "title": "Treaty (wire), corrected" }"""));
        Assert.Equal(["own unchanged"], await site.Tell("""{ "url": "https://example.org/wire", "title": "Treaty (wire)" }"""));
        Assert.Equal("Treaty", (await site.Article("own")).GetProperty("title").GetString());
        // Its URL is not free for a third.
        using var third = await site.Post("""{ "id": "third", "url": "https://example.org/wire", "title": "Third" }""");
        Assert.Equal(HttpStatusCode.Conflict, third.StatusCode);
        Assert.Contains("belongs to article own", await third.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
        // Done twice, it is as done once.
        using var again = await site.Admin.PostAsJsonAsync("/api/articles/wire/merge", new { into = "own", reason = "the same story" }, Cancelled);
        Assert.True(again.IsSuccessStatusCode);
        Assert.Equal(5, await Shares(site, "own"));
        Assert.Equal(2, (await site.Article("own")).GetProperty("revision").GetInt64());

        // And what became one can become part of a third: the oldest links go on counting.
        await site.Tell("""{ "id": "main", "url": "https://example.org/main", "title": "The treaty, in full" }""");
        await Eventually.True(async () => await Shares(site, "main") == 0, "the Counter knows it");
        using var further = await site.Admin.PostAsJsonAsync("/api/articles/own/merge", new { into = "main", reason = "the long read" }, Cancelled);
        Assert.True(further.IsSuccessStatusCode);
        await Share(site, "w5", "wire");
        await Share(site, "w6", "https://example.org/wire-old");
        Assert.Equal(7, await Shares(site, "main"));
    }

    [Fact]
    public async Task What_cannot_be_merged_is_refused_with_a_reason()
    {
        await using var site = await TestSite.Start();
        await site.Tell("""[{ "id": "a", "url": "https://example.org/a", "title": "A" }, { "id": "b", "url": "https://example.org/b", "title": "B" }, { "id": "c", "url": "https://example.org/c", "title": "C" }]""");
        await Eventually.True(async () => await Shares(site, "c") == 0, "the Counter knows them");
        await Merge("a", "b", HttpStatusCode.OK);
        await Merge("a", "c", HttpStatusCode.Conflict);
        await Merge("c", "a", HttpStatusCode.Conflict);
        await Merge("b", "b", HttpStatusCode.Conflict);
        await Merge("b", "none", HttpStatusCode.NotFound);
        using var withdrawn = await site.Admin.DeleteAsync("/api/articles/c", Cancelled);
        await Merge("b", "c", HttpStatusCode.Conflict);

        async Task Merge(string from, string into, HttpStatusCode expected)
        {
            using var answer = await site.Admin.PostAsJsonAsync($"/api/articles/{from}/merge", new { into, reason = "test" }, Cancelled);
            Assert.Equal(expected, answer.StatusCode);
        }
    }

    static async Task Share(TestSite site, string id, string article) =>
        await Eventually.True(async () => (await site.Admin.PostAsJsonAsync("/api/events", new[] { new { id, article, kind = "share", target = "x" } }, Cancelled))
            .IsSuccessStatusCode && (await (await site.Admin.PostAsJsonAsync("/api/events", new[] { new { id, article, kind = "share", target = "x" } }, Cancelled))
            .Content.ReadFromJsonAsync<JsonElement>(Cancelled)).GetProperty("duplicates").GetInt32() == 1, $"{id} is counted");

    static async Task<long> Shares(TestSite site, string id) =>
        (await site.Admin.GetFromJsonAsync<JsonElement>($"/api/counts?ids={id}", Cancelled)).GetProperty("counts").TryGetProperty(id, out var counts) ? counts.GetProperty("shares").GetInt64() : -1;

    static async Task<string> List(TestSite site) => string.Concat((await site.Reader.GetFromJsonAsync<JsonElement>("/api/popular?list=shared&window=24h", Cancelled)).GetProperty("articles").EnumerateArray()
        .Select(article => $"{article.GetProperty("id").GetString()} {article.GetProperty("score").GetInt64()} "));

    static IEnumerable<string?> Texts(JsonElement article, string field) => article.GetProperty(field).EnumerateArray().Select(text => text.GetString());
}
