using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Engagement.Contracts;
using Engagement.Counter.Buttons;
using Engagement.Tests.Counter;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Engagement.Tests.Buttons;

public sealed class RenderButtonsTests
{
    static readonly (string, string)[] Settings =
    [
        ("Engagement:Site:PublicUrl", "https://reach.example.org"),
        ("Engagement:Buttons:Follow:x", "https://x.com/example"),
        ("Engagement:Buttons:MinimumCount", "1"),
    ];

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    static Article Article => new()
    {
        Id = "2026-214",
        Revision = 1,
        Url = "https://example.org/2026/214-treaty.html",
        Title = "Treaty \"enters\" into <force> & R&D – 条約 \U0001F54A",
        Image = new("https://example.org/i/214.jpg", "A missile on parade"),
    };

    [Theory]
    [InlineData("page.html", "/buttons/2026-214.html")]
    [InlineData("page.he.html", "/buttons/2026-214?for=page&lang=he")]
    [InlineData("amp.html", "/buttons/2026-214?for=amp")]
    [InlineData("feed.html", "/buttons/2026-214?for=rss")]
    [InlineData("text.txt", "/buttons/2026-214.txt")]
    [InlineData("mail.html", "/buttons/2026-214?for=mail")]
    [InlineData("mail.ar.html", "/buttons/2026-214?for=mail&lang=ar")]
    [InlineData("mail.txt", "/buttons/2026-214.txt?for=mail")]
    [InlineData("page-by-url.html", "/buttons/at?url=http://example.org/2026/214-treaty.html&lang=ru")]
    [InlineData("qr.html", "/buttons/2026-214/qr")]
    [InlineData("picker.html", "/buttons/2026-214/mastodon")]
    [InlineData("picker-answer.html", "/buttons/2026-214/mastodon?server=mastodon.social&lang=de")]
    public async Task Each_place_gets_exactly_this(string golden, string path)
    {
        await using var site = await Start();

        // A signature is another at each start; and a repository keeps no line ends of mails.
        Golden.Same(golden, Regex.Replace(await site.Reader.GetStringAsync(path, Stop), "(?<=[&;]s=)[\\w-]{40,}", "SIGNATURE").ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task No_cache_keeps_an_address_that_only_the_request_said()
    {
        await using var unset = await TestSite.Start();
        await using var set = await TestSite.Start(settings: ("Engagement:Site:PublicUrl", "https://reach.example.org"));
        foreach (var site in new[] { unset, set })
            await site.Publish("treaty");
        async Task<(string Cache, string Html)> As(TestSite site, string host)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/buttons/treaty?for=rss") { Headers = { Host = host } };
            var answer = await site.Reader.SendAsync(request, TestContext.Current.CancellationToken);
            return (answer.Headers.CacheControl!.ToString(), await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        Assert.Equal("no-store", (await As(unset, "evil.example")).Cache);
        var (cache, html) = await As(set, "evil.example");
        Assert.Contains("public", cache, StringComparison.Ordinal);
        Assert.DoesNotContain("evil.example", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_lets_us_draw_without_end_is_told_to_wait_and_no_other_reader_is()
    {
        await using var site = await TestSite.Start(settings: ("Engagement:Proxies:0", "127.0.0.1"));
        await site.Publish("treaty");
        async Task<HttpResponseMessage> From(string address)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/buttons/treaty/qr.svg");
            request.Headers.Add("X-Forwarded-For", address);
            return await site.Reader.SendAsync(request, TestContext.Current.CancellationToken);
        }

        HttpResponseMessage answer;
        var calls = 0;
        do answer = await From("198.51.100.7");
        while (answer.IsSuccessStatusCode && ++calls < 20_000);

        Assert.InRange(calls, 1_200, 19_999);
        Assert.Equal(System.Net.HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.True((await From("203.0.113.9")).IsSuccessStatusCode);
    }

    [Fact]
    public async Task Every_link_on_a_page_works_without_a_script_and_says_where_it_leads()
    {
        await using var site = await Start();

        var page = Parse(await site.Reader.GetStringAsync("/buttons/2026-214.html", Stop));

        Assert.Empty(page.QuerySelectorAll("[href^=javascript],[style],[onclick],script,img"));
        Assert.All(page.QuerySelectorAll("a"), link =>
        {
            Assert.Matches("^(https|mailto|sms):", link.GetAttribute("href"));
            Assert.NotEqual("", link.TextContent.Trim());
            Assert.Equal("noopener noreferrer nofollow", link.GetAttribute("rel"));
            Assert.Equal("no-referrer", link.GetAttribute("referrerpolicy"));
        });
        Assert.Contains("Share on Bluesky (opens in a new window)", page.QuerySelectorAll("a").Select(link => link.TextContent.Trim()));
        Assert.Contains("Follow us on X (opens in a new window)", page.QuerySelectorAll("a").Select(link => link.TextContent.Trim()));
    }

    [Fact]
    public async Task Which_buttons_there_are_and_in_what_order_is_configuration()
    {
        await using var site = await TestSite.Start(settings: [.. Settings, ("Engagement:Buttons:Targets", "Print, hatena,x"), ("Engagement:Buttons:Direct", "")]);
        await site.Say(new ArticlePublished(Article, DateTimeOffset.UnixEpoch));
        await Known(site);

        var page = Parse(await site.Reader.GetStringAsync("/buttons/2026-214.html", Stop));

        Assert.Equal(["print", "hatena", "x"], page.QuerySelectorAll(".ngm-l a, .ngm-l button").Select(one => one.GetAttribute("data-to") ?? one.GetAttribute("data-do")));
        Assert.Empty(page.QuerySelectorAll(".ngm-r li"));
    }

    [Fact]
    public async Task A_browser_that_opens_the_list_gets_it_small()
    {
        await using var site = await Start();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/buttons/2026-214.html") { Headers = { AcceptEncoding = { new("gzip"), new("br") } } };

        var answer = await site.Reader.SendAsync(request, Stop);
        var small = await answer.Content.ReadAsByteArrayAsync(Stop);
        await using var whole = new BrotliStream(new MemoryStream(small), CompressionMode.Decompress);

        Assert.InRange(small.Length, 500, 3_000);
        Assert.Equal("Accept-Encoding", Assert.Single(answer.Headers.Vary));
        Assert.Equal(await site.Reader.GetStringAsync("/buttons/2026-214.html", Stop), await new StreamReader(whole).ReadToEndAsync(Stop));
    }

    [Fact]
    public async Task Names_of_classes_are_none_that_ad_blockers_hide()
    {
        await using var site = await Start();

        var page = Parse(await site.Reader.GetStringAsync("/buttons/2026-214.html", Stop));

        Assert.All(page.QuerySelectorAll("[class]").SelectMany(element => element.ClassList).Distinct(), name =>
            Assert.DoesNotMatch("share|social|tweet|follow|addthis|a2a|btn-|like", name));
    }

    [Fact]
    public async Task A_browser_without_scripts_counts_by_ping_and_readers_see_it()
    {
        await using var site = await Start();
        var link = Parse(await site.Reader.GetStringAsync("/buttons/2026-214.html", Stop)).QuerySelector(".ngm-l a[data-to=x]")!;

        var ping = await site.Reader.SendAsync(Ping(new Uri(link.GetAttribute("ping")!).PathAndQuery), Stop);

        Assert.Equal(HttpStatusCode.NoContent, ping.StatusCode);
        Assert.Equal(1, await site.Shares("2026-214"));
        var counted = Parse(await site.Reader.GetStringAsync("/buttons/2026-214.html", Stop)).QuerySelector(".ngm-l a[data-to=x] .ngm-n")!;
        Assert.Equal(("1", "1 share"), (counted.TextContent, counted.GetAttribute("title")));
    }

    [Fact]
    public async Task A_mail_gets_a_table_with_inline_style_and_a_plain_text_twin_with_the_same_links()
    {
        await using var site = await Start();

        var table = Parse(await site.Reader.GetStringAsync("/buttons/2026-214?for=mail", Stop)).QuerySelector("table")!;
        var text = await site.Reader.GetStringAsync("/buttons/2026-214.txt?for=mail", Stop);

        Assert.All(table.QuerySelectorAll("td,a"), element => Assert.NotNull(element.GetAttribute("style")));
        Assert.Empty(table.QuerySelectorAll("[class],script,svg"));
        var links = table.QuerySelectorAll("a").Select(link => link.GetAttribute("href")!).ToList();
        Assert.All(links, link => Assert.StartsWith("https://reach.example.org/go/2026-214/", link, StringComparison.Ordinal));
        Assert.Equal(links.Select(Unsigned), text.Split("\r\n").Where(line => line.Contains(": ", StringComparison.Ordinal)).Select(line => Unsigned(line.Split(": ")[1])));
    }

    [Fact]
    public async Task A_mails_link_is_genuine_until_it_expires_and_only_for_its_own_target()
    {
        var time = new FakeTimeProvider(DateTimeOffset.Parse("2026-11-23T10:00:00Z", null));
        await using var site = await TestSite.Start(time: time, settings: Settings);
        await site.Say(new ArticlePublished(Article, time.GetUtcNow()));
        await Known(site);
        var links = site.Services.GetRequiredService<MailLinks>();
        var href = Parse(await site.Reader.GetStringAsync("/buttons/2026-214?for=mail", Stop)).QuerySelector("a[href*='/x?']")!.GetAttribute("href")!;
        var signature = href.Split("&s=")[1];

        Assert.True(links.IsGenuine(signature, "2026-214", "x"));
        Assert.False(links.IsGenuine(signature, "2026-214", "bluesky"));
        Assert.False(links.IsGenuine(signature, "2026-215", "x"));
        Assert.False(links.IsGenuine(signature[..^2] + "AA", "2026-214", "x"));
        Assert.False(links.IsGenuine(null, "2026-214", "x"));
        await site.Restart();
        Assert.True(site.Services.GetRequiredService<MailLinks>().IsGenuine(signature, "2026-214", "x"));
        time.Advance(TimeSpan.FromDays(92));
        Assert.False(site.Services.GetRequiredService<MailLinks>().IsGenuine(signature, "2026-214", "x"));
    }

    [Fact]
    public async Task Mail_links_outlive_the_change_of_the_key_and_die_with_a_key_that_is_revoked()
    {
        await using var site = await Start();
        var signature = await Signature(site);

        site.Services.GetRequiredService<IKeyManager>().CreateNewKey(TimeProvider.System.GetUtcNow(), TimeProvider.System.GetUtcNow().AddDays(90));
        await site.Restart();
        Assert.True(site.Services.GetRequiredService<MailLinks>().IsGenuine(signature, "2026-214", "x"));
        Assert.NotEqual(signature[..20], (await Signature(site))[..20]);

        site.Services.GetRequiredService<IKeyManager>().RevokeAllKeys(TimeProvider.System.GetUtcNow(), "stolen");
        await site.Restart();
        Assert.False(site.Services.GetRequiredService<MailLinks>().IsGenuine(signature, "2026-214", "x"));
    }

    [Fact]
    public async Task Pinterest_is_not_shown_for_an_article_without_a_picture()
    {
        await using var site = await TestSite.Start(settings: Settings);
        await site.Say(new ArticlePublished(Article with { Image = null }, DateTimeOffset.UnixEpoch));
        await Known(site);

        var page = await site.Reader.GetStringAsync("/buttons/2026-214.html", Stop);

        Assert.DoesNotContain("pinterest", page, StringComparison.Ordinal);
        Assert.Contains("bsky.app", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_in_a_mail_to_Mastodon_leads_to_the_page_that_asks_for_the_server()
    {
        await using var site = await Start();

        var answer = await site.Reader.GetAsync("/go/2026-214/mastodon?c=mail", Stop);

        Assert.Equal("/buttons/2026-214/mastodon", answer.Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.OK, (await site.Reader.GetAsync(answer.Headers.Location, Stop)).StatusCode);
    }

    [Theory]
    [InlineData("/buttons/nobody.html", HttpStatusCode.NotFound)]
    [InlineData("/buttons/at?url=https://evil.example/a", HttpStatusCode.NotFound)]
    [InlineData("/buttons/2026-214?for=fax", HttpStatusCode.BadRequest)]
    public async Task What_cannot_be_rendered_is_a_problem(string path, HttpStatusCode status)
    {
        await using var site = await Start();

        Assert.Equal(status, (await site.Reader.GetAsync(path, Stop)).StatusCode);
    }

    [Theory]
    [InlineData("mastodon.social", "mastodon.social")]
    [InlineData(" Mastodon.Social ", "mastodon.social")]
    [InlineData("https://mastodon.social/", "mastodon.social")]
    [InlineData("@reader@chaos.social", "chaos.social")]
    [InlineData("bücher.social", "xn--bcher-kva.social")]
    [InlineData("127.0.0.1", null)]
    [InlineData("0x7f.1", null)]
    [InlineData("localhost", null)]
    [InlineData("printer.local", null)]
    [InlineData("[::1]", null)]
    [InlineData("mastodon.social:8080", null)]
    [InlineData("mastodon.social/path", null)]
    [InlineData("http://mastodon.social", null)]
    [InlineData("javascript:alert(1)", null)]
    [InlineData("mastodon.social\\@evil.org", null)]
    [InlineData("//evil.org", null)]
    [InlineData("evil.org%00.mastodon.social", null)]
    [InlineData("evil.org\n.social", null)]
    [InlineData("", null)]
    public void A_Mastodon_server_is_a_bare_host_name_or_nothing(string typed, string? host)
    {
        // What the browser goes by while we are away takes and refuses the same.
        var asked = Regex.Match(typed, PickMastodonServer.Pattern, RegexOptions.ECMAScript);

        Assert.Equal(host, PickMastodonServer.Host(typed));
        Assert.Equal(host, asked.Success ? new IdnMapping().GetAscii(asked.Groups[1].Value.ToLowerInvariant()) : null);
    }

    [Theory]
    [InlineData(999, "999")]
    [InlineData(1_499, "1,499")]
    [InlineData(9_999, "9,999")]
    [InlineData(12_399, "12.3K")]
    [InlineData(999_999, "999.9K")]
    [InlineData(1_000_000, "1M")]
    public void Counts_are_exact_while_they_are_small_and_never_rounded_up(long count, string shown) =>
        Assert.Equal(shown, PageButtons.Short(count));

    static async Task<TestSite> Start()
    {
        var site = await TestSite.Start(settings: Settings);
        await site.Say(new ArticlePublished(Article, DateTimeOffset.UnixEpoch));
        await Known(site);
        return site;
    }

    static async Task<string> Signature(TestSite site) => Parse(await site.Reader.GetStringAsync("/buttons/2026-214?for=mail", Stop))
        .QuerySelector("a[href*='/x?']")!.GetAttribute("href")!.Split("&s=")[1];

    static Task Known(TestSite site) =>
        Eventually.True(async () => (await site.Reader.GetAsync("/buttons/2026-214.txt", Stop)).IsSuccessStatusCode, "the article is known");

    static HttpRequestMessage Ping(string path) => new(HttpMethod.Post, path)
    {
        Content = new ByteArrayContent("PING"u8.ToArray()) { Headers = { ContentType = new("text/ping") } },
    };

    static string Unsigned(string link) => link.Split("&s=")[0];

    static IDocument Parse(string html) => new HtmlParser().ParseDocument(html);
}
