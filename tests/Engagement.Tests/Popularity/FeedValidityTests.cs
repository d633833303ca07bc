using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Engagement.Contracts;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Engagement.Tests.Popularity;

/// <summary>Every list, whatever stands in the articles, keeps the rules of RSS 2.0 and JSON Feed 1.1, as a validator checks them.</summary>
public sealed partial class FeedValidityTests
{
    static readonly DateTimeOffset Start = new(2026, 2, 28, 23, 0, 0, TimeSpan.Zero);
    static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";
    static readonly XNamespace Dublin = "http://purl.org/dc/elements/1.1/";

    /// <summary>Queries, each with how many articles it shows.</summary>
    static readonly (string Query, int Articles)[] Queries =
    [
        ("list=trending", 3), ("list=rising", 3), ("list=shared&window=1h", 3), ("list=shared&window=7d&tag=Arms%20%26%20%3Ccontrol%3E", 1),
        ("list=bookmarked&window=all&author=%D0%90.%20%D0%AF.", 1), ("list=viewed&window=30d&section=Security", 2), ("list=shared&target=x&limit=100", 3),
        ("list=shared&fair=true", 2), ("list=shared&tag=nobody-has-it", 0),
    ];

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    static async Task<TestSite> Site()
    {
        var site = await TestSite.Start(LedgerKind.Redis, new FakeTimeProvider(Start),
            ("Engagement:Site:Name", "R&D <News> ]]> \"Ö\""), ("Engagement:Site:PublicUrl", "https://talk.example.org/"), ("Engagement:Site:Language", "ru"));
        var readers = new Readers(site);
        Article[] articles =
        [
            Readers.An("plain") with { PublishedAt = new DateTimeOffset(2026, 2, 28, 23, 30, 0, TimeSpan.FromHours(5.5)) },
            Readers.An("odd id~1.x") with { Id = "odd~1.x", Title = "<script>alert(1)</script> ]]> \u0001\uFFFE 🚀 &amp;", Summary = "a\u000Bb <b>& c\r\nd", Author = "А. Я.", Tags = ["Arms & <control>", "\"quoted\""] },
            Readers.An("bare") with { Section = null, Author = null, Language = "pt-BR", Url = "https://example.org/ü?a=1&b=\"2\"", Image = new("https://example.org/i.jpg", "Alt") },
        ];
        foreach (var article in articles)
        {
            await readers.Say(new ArticlePublished(article, Start));
            foreach (var what in new[] { "share:x", "bookmark", "view" })
            {
                await readers.Count(article.Id, Start, what, 9);
            }
        }

        await readers.Shows("list=viewed", "bare 9", "odd~1.x 9", "plain 9");
        return site;
    }

    [Fact]
    public async Task Every_list_is_valid_rss()
    {
        await using var site = await Site();
        foreach (var (query, articles) in Queries)
        {
            using var answer = await site.Reader.GetAsync($"/popular.rss?{query}", Cancellation);
            Assert.Equal("application/rss+xml; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
            var rss = XDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation), LoadOptions.PreserveWhitespace).Root!;
            Assert.Equal(("rss", "2.0"), (rss.Name, rss.Attribute("version")!.Value));
            var channel = Assert.Single(rss.Elements());
            Assert.Equal("channel", channel.Name);
            Only(channel, "title", "link", "description", "language", "ttl", Atom + "link", "item");
            Once(channel, required: ["title", "link", "description"], optional: ["language", "ttl", Atom + "link"]);
            Absolute(channel.Element("link")!.Value);
            Assert.Matches("^[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*$", channel.Element("language")!.Value);
            Assert.True(int.Parse(channel.Element("ttl")!.Value, CultureInfo.InvariantCulture) > 0);
            var self = channel.Element(Atom + "link")!;
            Assert.Equal(("self", "application/rss+xml"), (self.Attribute("rel")!.Value, self.Attribute("type")!.Value));
            Absolute(self.Attribute("href")!.Value);
            Assert.StartsWith("https://talk.example.org/popular.rss?", self.Attribute("href")!.Value, StringComparison.Ordinal);
            var items = channel.Elements("item").ToList();
            Assert.All(items, Item);
            Assert.Distinct(items.Select(item => item.Element("guid")!.Value));
            Assert.Equal(articles, items.Count);
        }
    }

    static void Item(XElement item)
    {
        Only(item, "title", "link", "description", "guid", "pubDate", "category", Dublin + "creator");
        Once(item, required: ["title", "link", "description", "guid", "pubDate"], optional: [Dublin + "creator"]);
        Absolute(item.Element("link")!.Value);
        // A guid that is no address must say so: without the attribute it is one.
        Assert.Equal("false", item.Element("guid")!.Attribute("isPermaLink")!.Value);
        Assert.NotEmpty(item.Element("guid")!.Value);
        var date = item.Element("pubDate")!.Value;
        Assert.Matches(Rfc822(), date);
        // Parsing checks the weekday too.
        Assert.True(DateTimeOffset.TryParseExact(date, "r", CultureInfo.InvariantCulture, DateTimeStyles.None, out _), date);
        Assert.All(item.Elements("category"), category => Assert.NotEmpty(category.Value));
    }

    [Fact]
    public async Task Every_list_is_a_valid_json_feed()
    {
        await using var site = await Site();
        foreach (var (query, articles) in Queries)
        {
            using var answer = await site.Reader.GetAsync($"/popular.json?{query}", Cancellation);
            Assert.Equal("application/feed+json", answer.Content.Headers.ContentType!.MediaType);
            var feed = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
            Keys(feed, required: ["version", "title", "items"], optional: ["home_page_url", "feed_url", "description", "language"]);
            Assert.Equal("https://jsonfeed.org/version/1.1", feed.GetProperty("version").GetString());
            Assert.NotEmpty(feed.GetProperty("title").GetString()!);
            Absolute(feed.GetProperty("home_page_url").GetString()!);
            Absolute(feed.GetProperty("feed_url").GetString()!);
            var items = feed.GetProperty("items").EnumerateArray().ToList();
            Assert.All(items, Item);
            Assert.Distinct(items.Select(item => item.GetProperty("id").GetString()));
            Assert.Equal(articles, items.Count);
        }
    }

    static void Item(JsonElement item)
    {
        Keys(item, required: ["id", "content_text"], optional: ["url", "title", "image", "date_published", "authors", "tags", "language", "_engagement"]);
        Assert.Equal(JsonValueKind.String, item.GetProperty("id").ValueKind);
        Assert.NotEmpty(item.GetProperty("content_text").GetString()!);
        Absolute(item.GetProperty("url").GetString()!);
        Assert.Matches(Rfc3339(), item.GetProperty("date_published").GetString());
        if (item.TryGetProperty("image", out var image))
        {
            Absolute(image.GetString()!);
        }

        if (item.TryGetProperty("authors", out var authors))
        {
            Assert.All(authors.EnumerateArray(), author => Assert.NotEmpty(author.GetProperty("name").GetString()!));
        }

        Assert.All(item.GetProperty("tags").EnumerateArray(), tag => Assert.Equal(JsonValueKind.String, tag.ValueKind));
        // An extension explains itself at an address.
        Absolute(item.GetProperty("_engagement").GetProperty("about").GetString()!);
    }

    static void Only(XElement element, params XName[] known) => Assert.All(element.Elements(), child => Assert.Contains(child.Name, known));

    static void Once(XElement element, XName[] required, XName[] optional)
    {
        Assert.All(required, name => Assert.NotEmpty(Assert.Single(element.Elements(name)).Value));
        Assert.All(optional, name => Assert.InRange(element.Elements(name).Count(), 0, 1));
    }

    static void Keys(JsonElement element, string[] required, string[] optional)
    {
        var keys = element.EnumerateObject().Select(property => property.Name).ToList();
        Assert.Empty(required.Except(keys));
        Assert.Empty(keys.Except(required).Except(optional));
        // The specification knows no null: what is not there is left out.
        Assert.DoesNotContain(element.EnumerateObject(), property => property.Value.ValueKind == JsonValueKind.Null);
    }

    /// <summary>A URI, not an IRI: only such characters as stand in one, every other escaped.</summary>
    static void Absolute(string address)
    {
        Assert.Matches(Uri3986(), address);
        Assert.True(Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https", address);
    }

    [GeneratedRegex("^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), [0-3][0-9] (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [0-9]{4} [0-2][0-9]:[0-5][0-9]:[0-6][0-9] GMT$")]
    private static partial Regex Rfc822();

    [GeneratedRegex("^[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9](\\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})$")]
    private static partial Regex Rfc3339();

    [GeneratedRegex("^[A-Za-z0-9\\-._~:/?#\\[\\]@!$&'()*+,;=%]+$")]
    private static partial Regex Uri3986();
}
