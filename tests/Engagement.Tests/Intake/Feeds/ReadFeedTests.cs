using System.Text;
using Engagement.Intake.Feeds.Reading;
using FsCheck.Xunit;
using Xunit;

namespace Engagement.Tests.Intake.Feeds;

public sealed class ReadFeedTests
{
    static readonly Uri Address = new("https://example.org/feed.xml");

    [Fact]
    public void Everything_an_article_can_use_is_read_from_rss()
    {
        var item = Only("""
            <rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/">
              <channel><language>en-gb</language>
                <item>
                  <title>AT&amp;amp;T &lt;b&gt;wins&lt;/b&gt;</title><link>/a</link><guid isPermaLink="false">17</guid>
                  <author>me@example.org (A. Writer)</author><category>Nuclear Issues</category><category>Treaties</category>
                  <pubDate>Mon, 23 Nov 26 11:00:00 CET</pubDate>
                  <description>&lt;p&gt;Short&lt;/p&gt;&lt;p&gt;text&lt;/p&gt;</description>
                  <media:content medium="image" url="/i.jpg"><media:description>A missile</media:description></media:content>
                </item>
              </channel>
            </rss>
            """);

        Assert.Equal("https://example.org/a", item.Link);
        Assert.Equal("17", item.Id);
        Assert.Equal("AT&amp;T <b>wins</b>", item.Title);
        Assert.Equal("A. Writer", item.AuthorName);
        Assert.Equal(["Nuclear Issues", "Treaties"], item.Tags);
        Assert.Equal("https://example.org/i.jpg", item.Image);
        Assert.Equal("A missile", item.ImageAlt);
        Assert.Equal("en-gb", item.Language);
        Assert.Equal(new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero), FeedTime.Parse(item.Published));
    }

    [Fact]
    public void A_json_feed_is_read()
    {
        var item = Only("""
            { "version": "https://jsonfeed.org/version/1.1", "title": "News", "language": "en", "hubs": [{ "type": "WebSub", "url": "https://hub.example.org/" }],
              "items": [{ "id": 5, "url": "/a", "title": "Treaty <now>", "date_published": "2026-11-23T10:00:00Z", "authors": [{ "name": "A. Writer" }],
                          "tags": ["x"], "image": "https://example.org/i.jpg", "content_text": "Text" }] }
            """);

        Assert.Equal(("5", "https://example.org/a", "Treaty <now>", "A. Writer"), (item.Id, item.Link, item.Title, item.AuthorName));
        Assert.False(item.TitleIsMarkup);
    }

    [Fact]
    public void Rss_091_with_its_doctype_is_read_and_the_dtd_is_not() => Assert.Equal("A", Only("""
        <?xml version="1.0"?>
        <!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://127.0.0.1:1/rss-0.91.dtd">
        <rss version="0.91"><channel><item><title>A</title><link>https://example.org/a</link></item></channel></rss>
        """).Title);

    [Theory]
    [InlineData("""<!DOCTYPE rss [<!ENTITY x "y">]><rss><channel><item><title>&x;</title></item></channel></rss>""")]
    [InlineData("""<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><item><title>&x;</title></item></channel></rss>""")]
    [InlineData("""<rss><channel><item><title>A</title>""")]
    [InlineData("""<rss><channel><item><title>A</item></channel></rss>""")]
    [InlineData("<html><body>Not here</body></html>")]
    [InlineData("<opml/>")]
    [InlineData("{ \"version\": \"1\" }")]
    [InlineData("{ \"version\": ")]
    [InlineData("just text")]
    [InlineData("")]
    public void What_is_no_feed_or_cut_or_brings_entities_is_refused(string text) =>
        Assert.Throws<FeedProblem>(() => ReadFeed.From(Encoding.UTF8.GetBytes(text), Address));

    [Fact]
    public void Great_depth_is_refused() => Assert.Throws<FeedProblem>(() =>
        ReadFeed.From(Encoding.UTF8.GetBytes("<rss>" + string.Concat(Enumerable.Repeat("<a>", 200_000)) + string.Concat(Enumerable.Repeat("</a>", 200_000)) + "</rss>"), Address));

    [Theory]
    [InlineData("A &amp; B &mdash; C &bogus; D & E", "A & B — C &bogus; D & E")]
    [InlineData("A\u0001B", "AB")]
    [InlineData("<![CDATA[A & B &mdash; C]]> & D", "A & B &mdash; C & D")]
    public void What_loses_nothing_is_mended(string inner, string title) =>
        Assert.Equal(title, Only($"<rss><channel><item><title>{inner}</title></item></channel></rss>").Title);

    [Fact]
    public void A_document_that_is_not_in_the_encoding_it_claims_is_read_as_windows_1252() => Assert.Equal("Café “now”",
        ReadFeed.From([.. "<?xml version=\"1.0\" encoding=\"utf-8\"?><rss><channel><item><title>Caf"u8, 0xE9, 0x20, 0x93, .. "now"u8, 0x94, .. "</title></item></channel></rss>"u8], Address)
            .Items[0].Title);

    [Theory]
    [InlineData("Mon, 23 Nov 2026 10:00:00 GMT", "2026-11-23T10:00:00Z")]
    [InlineData("Fri, 23 Nov 2026 10:00:00 +0100", "2026-11-23T09:00:00Z")]
    [InlineData("23 Nov 26 10:00 EST", "2026-11-23T15:00:00Z")]
    [InlineData("Mon, 23 November 2026 10:00:00 -0800", "2026-11-23T18:00:00Z")]
    [InlineData("2026-11-23T10:00:00.123+02:00", "2026-11-23T08:00:00.123Z")]
    [InlineData("2026-11-23", "2026-11-23T00:00:00Z")]
    [InlineData("23-Nov-1999 10:00:00 GMT", "1999-11-23T10:00:00Z")]
    public void Times_are_read_as_feeds_write_them(string text, string expected) =>
        Assert.Equal(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), FeedTime.Parse(text));

    [Theory]
    [InlineData("yesterday")]
    [InlineData("31 Feb 2026 10:00 GMT")]
    [InlineData("")]
    public void A_time_that_nobody_can_read_is_none(string text) => Assert.Null(FeedTime.Parse(text));

    [Property(MaxTest = 500)]
    public bool Whatever_the_bytes_it_is_read_or_refused(byte[] body)
    {
        try
        {
            return ReadFeed.From(body, Address) is not null;
        }
        catch (FeedProblem)
        {
            return true;
        }
    }

    static FeedItem Only(string document) => Assert.Single(ReadFeed.From(Encoding.UTF8.GetBytes(document), Address).Items);
}
