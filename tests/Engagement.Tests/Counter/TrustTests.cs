using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Engagement.Tests.Counter;

public sealed class TrustTests
{
    const string OldSafari = "Mozilla/5.0 (iPhone; CPU iPhone OS 15_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/15.6 Mobile/15E148 Safari/604.1";
    static readonly (string, string) BehindProxy = ("Engagement:Proxies:0", "127.0.0.0/8");

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, BothLedgers]
    public async Task Who_follows_all_links_of_a_mail_in_seconds_is_a_scanner_and_counts_nothing(LedgerKind ledger)
    {
        var time = new FakeTimeProvider(DateTimeOffset.Parse("2026-11-23T10:00:00Z"));
        await using var site = await TestSite.Start(ledger, time, ("Engagement:Counter:VisitorWindow", "00:00:00"));
        await site.Publish("treaty");
        await site.Publish("other");

        await Click(site, "/go/treaty/x");
        await Click(site, "/go/treaty/bluesky");
        Assert.Equal(2, await site.Shares("treaty"));
        time.Advance(TimeSpan.FromSeconds(11));

        foreach (var link in new[] { "treaty/x", "treaty/bluesky", "treaty/facebook", "other/x", "other/bluesky", "treaty/linkedin" })
            await Click(site, $"/go/{link}");

        Assert.Equal(2, await site.Shares("treaty"));
        Assert.Equal(0, await site.Shares("other"));
        Assert.Equal(4, await Reason(site, "treaty", "burst"));
        Assert.Equal(2, await Reason(site, "other", "burst"));
        time.Advance(TimeSpan.FromSeconds(11));
        await Click(site, "/go/other/x");
        Assert.Equal(1, await site.Shares("other"));
    }

    [Fact]
    public async Task Who_works_here_clicks_without_counting()
    {
        await using var site = await TestSite.Start();
        await site.Publish("treaty");
        using var byKey = new HttpRequestMessage(HttpMethod.Post, "/e") { Content = JsonContent.Create(Readers.Share("treaty")) };
        byKey.Headers.Authorization = new("Bearer", TestSite.Key);
        using var signedIn = new HttpRequestMessage(HttpMethod.Get, "/go/treaty/x");
        signedIn.Headers.Add("Cookie", "engagement-theme=dark; engagement-session=abc");

        Assert.Equal(HttpStatusCode.NoContent, (await site.Reader.SendAsync(byKey, Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await site.Reader.SendAsync(signedIn, Cancellation)).StatusCode);

        Assert.Equal(0, await site.Shares("treaty"));
        Assert.Equal(2, await Reason(site, "treaty", "editor"));
    }

    [Fact]
    public async Task Beyond_what_is_believed_of_a_visitor_or_an_article_in_a_minute_a_share_works_and_is_kept_as_raw()
    {
        var time = new FakeTimeProvider(DateTimeOffset.Parse("2026-11-23T10:00:00Z"));
        await using var site = await TestSite.Start(LedgerKind.Garnet, time, BehindProxy,
            ("Engagement:Counter:VisitorLimit", "2"), ("Engagement:Counter:ArticleLimit", "4"));
        await site.Publish("treaty");

        foreach (var target in new[] { "x", "bluesky", "facebook" })
            Assert.Equal(HttpStatusCode.NoContent, (await From(site, "198.51.100.7", Readers.Share("treaty", target))).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await Click(site, "/go/treaty/linkedin", ("X-Forwarded-For", "198.51.100.7"))).StatusCode);
        Assert.Equal(2, await site.Shares("treaty"));
        Assert.Equal(2, await Reason(site, "treaty", "too-many"));

        foreach (var n in Enumerable.Range(1, 3))
            Assert.Equal(HttpStatusCode.NoContent, (await From(site, $"203.0.{n}.7", Readers.Share("treaty"))).StatusCode);
        Assert.Equal(4, await site.Shares("treaty"));
        Assert.Equal(1, await Reason(site, "treaty", "flood"));

        time.Advance(TimeSpan.FromMinutes(1));
        await From(site, "203.0.9.7", Readers.Share("treaty"));
        Assert.Equal(5, await site.Shares("treaty"));
    }

    [Fact]
    public async Task A_named_proxy_is_believed_about_who_a_reader_is()
    {
        await using var site = await TestSite.Start(settings: BehindProxy);
        await site.Publish("treaty");

        foreach (var reader in new[] { "198.51.100.7", "203.0.113.9", "198.51.100.7", "2001:db8:1::7", "192.0.2.1, 127.0.0.2" })
            await From(site, reader, Readers.Share("treaty"));

        Assert.Equal(4, await site.Shares("treaty"));
    }

    [Fact]
    public async Task Nobody_else_is_believed_however_near()
    {
        await using var site = await TestSite.Start(settings: ("Engagement:Proxies:0", "10.0.0.7"));
        await using var unset = await TestSite.Start();
        foreach (var one in new[] { site, unset })
        {
            await one.Publish("treaty");
            foreach (var reader in new[] { "198.51.100.7", "203.0.113.9" })
                await From(one, reader, Readers.Share("treaty"));
            await From(one, "127.0.0.1", Readers.Share("treaty", "bluesky"), ("X-Forwarded-Proto", "https"));

            Assert.Equal(2, await one.Shares("treaty"));
            Assert.Equal(1, await Reason(one, "treaty", "repeat"));
        }
    }

    [Theory]
    [InlineData(TestSite.Browser, "", "spoofed")]
    [InlineData(TestSite.Browser, "same-origin", "")]
    [InlineData(OldSafari, "", "")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0", "", "spoofed")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [FBAN/FBIOS;FBAV/530.0.0.30.75]", "", "")]
    public async Task Over_HTTPS_todays_browsers_send_Sec_Fetch_and_who_claims_to_be_one_without_is_not(string agent, string fetchSite, string reason)
    {
        await using var site = await TestSite.Start(settings: BehindProxy);
        await site.Publish("treaty");
        var headers = new List<(string, string)> { ("User-Agent", agent), ("X-Forwarded-Proto", "https") };
        if (fetchSite.Length > 0)
            headers.Add(("Sec-Fetch-Site", fetchSite));

        await From(site, "198.51.100.7", Readers.Share("treaty"), [.. headers]);

        Assert.Equal(reason.Length == 0 ? 1 : 0, await site.Shares("treaty"));
        Assert.Equal(reason.Length == 0 ? 0 : 1, await Reason(site, "treaty", "spoofed"));
    }

    static async Task<HttpResponseMessage> Click(TestSite site, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await site.Reader.SendAsync(request, Cancellation);
    }

    static async Task<HttpResponseMessage> From(TestSite site, string address, object beacon, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/e") { Content = new StringContent(JsonSerializer.Serialize(beacon), Encoding.UTF8, "text/plain") };
        foreach (var (name, value) in headers.Append(("X-Forwarded-For", address)))
            request.Headers.TryAddWithoutValidation(name, value);
        return await site.Reader.SendAsync(request, Cancellation);
    }

    static async Task<long> Reason(TestSite site, string article, string reason)
    {
        var detail = await site.Admin.GetFromJsonAsync<JsonElement>($"/api/counts/detail?id={article}", Cancellation);
        return detail.GetProperty("counts").EnumerateArray()
            .Where(line => line.TryGetProperty("reason", out var why) && why.GetString() == reason).Sum(line => line.GetProperty("count").GetInt64());
    }
}
