using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace Engagement.Tests.Text;

public sealed class PreviewTests
{
    [Fact]
    public async Task A_preview_shows_text_entities_cost_and_warnings_and_sends_nothing()
    {
        await using var site = await TestSite.Start();

        var preview = await Preview(site, new { network = "x", text = "Booking.com fined #Travel $BKNG $EXPE by @commission" });

        Assert.Equal("Booking.com fined #Travel $BKNG $EXPE by @commission", preview.GetProperty("text").GetString());
        Assert.Equal(64, preview.GetProperty("weightedLength").GetInt32());
        Assert.True(preview.GetProperty("valid").GetBoolean());
        Assert.Equal(["Booking.com"], Texts(preview, "urls"));
        Assert.Equal(["Travel"], Texts(preview, "hashtags"));
        Assert.Equal(["commission"], Texts(preview, "mentions"));
        Assert.Equal(["BKNG", "EXPE"], Texts(preview, "cashtags"));
        Assert.Equal(0.2m, preview.GetProperty("cost").GetDecimal());
        Assert.Contains("X takes \"Booking.com\" for a link, which makes the post cost $0.200; reword it if none is meant.", Texts(preview, "warnings"));
        Assert.Contains("It has 2 cashtags and X refuses more than one; remove the $ of all but one.", Texts(preview, "warnings"));
        Assert.Equal(3, Texts(preview, "warnings").Length);
    }

    [Fact]
    public async Task A_preview_of_an_article_is_worded_by_the_template_and_priced_by_the_table()
    {
        await using var site = await TestSite.Start(settings:
        [
            ("Engagement:X:Text:Template", "{title} {tags} {url}"),
            ("Engagement:X:Prices:Table:0:From", "2026-05-01"), ("Engagement:X:Prices:Table:0:PostWithLink", "0.3"),
        ]);

        var preview = await Preview(site, new
        {
            article = new { url = "https://example.org/a", title = "Booking.com fined", tags = new[] { "2026", "air travel" } },
        });

        Assert.StartsWith("Booking\u200c.com fined #AirTravel https://example.org/a?utm_source=x&utm_medium=social&utm_content=",
            preview.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal(0.3m, preview.GetProperty("cost").GetDecimal());
        Assert.Equal(2, Texts(preview, "warnings").Length);
    }

    [Theory]
    [InlineData("A missile on parade", true, 0.205, "picture", 0)]
    [InlineData(null, true, 0.2, "picture", 1)]
    [InlineData("A missile on parade", false, 0.2, "card", 0)]
    public async Task A_preview_shows_what_stands_below_the_words_and_what_the_description_of_the_picture_costs(
        string? alt, bool uploads, decimal cost, string kind, int warnings)
    {
        await using var site = await TestSite.Start(settings: ("Engagement:X:Images", $"{uploads}"));

        var preview = await Preview(site, new
        {
            article = new { url = "https://example.org/a", title = "Treaty enters into force", image = new { url = "https://example.org/i.jpg", alt } },
        });

        var card = preview.GetProperty("card");
        Assert.Equal((kind, "https://example.org/i.jpg"), (card.GetProperty("kind").GetString(), card.GetProperty("image").GetProperty("url").GetString()));
        Assert.Equal(cost, preview.GetProperty("cost").GetDecimal());
        Assert.Equal(cost, preview.GetProperty("costs").EnumerateArray().Sum(line => line.GetProperty("cost").GetDecimal()));
        Assert.Equal(warnings, Texts(preview, "warnings").Length);
        Assert.Equal(uploads ? null : "Treaty enters into force", uploads ? null : card.GetProperty("title").GetString());
    }

    [Theory]
    [InlineData("Plain words.", true, 0.015)]
    [InlineData("", false, 0.015)]
    public async Task A_text_without_a_link_is_cheap(string text, bool valid, decimal cost)
    {
        await using var site = await TestSite.Start();

        var preview = await Preview(site, new { text });

        Assert.Equal((valid, cost), (preview.GetProperty("valid").GetBoolean(), preview.GetProperty("cost").GetDecimal()));
    }

    [Theory]
    [InlineData("""{ }""", "text-or-article")]
    [InlineData("""{ "text": "a", "article": { "url": "https://example.org/a", "title": "A" } }""", "text-or-article")]
    [InlineData("""{ "network": "myspace", "text": "a" }""", "unknown-network")]
    [InlineData("""{ "article": { "url": "https://example.org/a" } }""", "invalid-article")]
    [InlineData("""{ "article": { "url": "example.org/a", "title": "A" } }""", "invalid-article")]
    [InlineData("""{ "article": { "url": "https://under_score.org/a", "title": "A", "tags": [null] } }""", "invalid-article")]
    public async Task What_cannot_be_previewed_is_refused_with_advice(string body, string problem)
    {
        await using var site = await TestSite.Start();

        var answer = await site.Admin.PostAsync("/api/posts/preview", new StringContent(body, null, "application/json"), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var said = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Equal($"urn:engagement:problem:{problem}", said.GetProperty("type").GetString());
        Assert.NotEmpty(said.GetProperty("detail").GetString()!);
    }

    [Fact]
    public async Task A_preview_needs_the_scope_posts()
    {
        await using var site = await TestSite.Start();

        var answer = await site.Reader.PostAsJsonAsync("/api/posts/preview", new { text = "a" }, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    static async Task<JsonElement> Preview(TestSite site, object request)
    {
        var answer = await site.Admin.PostAsJsonAsync("/api/posts/preview", request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }

    static string[] Texts(JsonElement preview, string name) => [.. preview.GetProperty(name).EnumerateArray().Select(text => text.GetString()!)];
}
