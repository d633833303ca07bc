using System.Text.Json;
using Xunit;

namespace Engagement.Tests.Intake;

public sealed class ListArticlesTests
{
    [Theory, BothLedgers]
    public async Task The_listing_is_newest_first_and_walked_by_its_cursor(LedgerKind ledger)
    {
        await using var site = await TestSite.Start(ledger);
        await site.Tell(JsonSerializer.Serialize(Enumerable.Range(1, 450).Select(n =>
            new { id = $"n{n:000}", url = $"https://example.org/{n}", title = $"Number {n}", publishedAt = new DateTime(2026, 1, 1).AddHours(n / 3) })));

        List<string> walked = [];
        string? cursor = null;
        do
        {
            var page = await site.Listing($"limit=100{(cursor is null ? "" : $"&cursor={cursor}")}");
            walked.AddRange(page.GetProperty("articles").EnumerateArray().Select(article => article.GetProperty("id").GetString()!));
            cursor = page.TryGetProperty("next", out var next) ? next.GetString() : null;
        }
        while (cursor is not null);

        Assert.Equal(450, walked.Count);
        Assert.Equal(Enumerable.Range(1, 450).Select(n => $"n{n:000}").Reverse(), walked);
    }

    [Theory, BothLedgers]
    public async Task The_listing_is_filtered(LedgerKind ledger)
    {
        await using var site = await TestSite.Start(ledger);
        await site.Tell("""
            [{ "id": "a", "url": "https://example.org/a", "title": "Treaty enters into force", "tags": ["Nuclear Issues"], "publishedAt": "2026-11-20T00:00:00Z" },
             { "id": "b", "url": "https://example.org/b", "title": "Missile on parade", "section": "Security", "author": "A. Writer", "publishedAt": "2026-11-21T00:00:00Z" },
             { "id": "c", "url": "https://example.org/c", "title": "Weather", "publishedAt": "2026-11-22T00:00:00Z" }]
            """);

        Assert.Equal(["c", "b", "a"], await site.Listed());
        Assert.Equal(["a"], await site.Listed("tag=nuclear%20issues"));
        Assert.Equal(["b"], await site.Listed("section=security"));
        Assert.Equal(["b"], await site.Listed("author=a.%20writer"));
        Assert.Equal(["a"], await site.Listed("search=FORCE%20treaty"));
        Assert.Equal(["b", "a"], await site.Listed("to=2026-11-22T00:00:00Z"));
        Assert.Equal(["c", "b"], await site.Listed("from=2026-11-21T00:00:00Z"));
        Assert.Equal(["c", "a"], await site.Listed("ids=c,a,unknown"));
    }
}
