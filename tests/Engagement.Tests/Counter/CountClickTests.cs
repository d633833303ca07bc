using System.Net;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Engagement.Tests.Counter;

public sealed class CountClickTests
{
    static readonly (string, string) NoWindow = ("Engagement:Counter:VisitorWindow", "00:00:00");

    [Theory, BothLedgers]
    public async Task A_click_counts_and_leads_to_the_network(LedgerKind ledger)
    {
        await using var site = await TestSite.Start(ledger, settings: NoWindow);
        await site.Publish("treaty");

        var answer = await site.Reader.GetAsync("/go/treaty/bluesky?c=rss", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal("https://bsky.app/intent/compose?text=Title%20of%20treaty%20https%3A%2F%2Fexample.org%2F2026%2Ftreaty.html",
            answer.Headers.Location?.AbsoluteUri);
        Assert.True(answer.Headers.CacheControl?.NoStore);
        Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
        Assert.Equal("noindex, nofollow", answer.Headers.GetValues("X-Robots-Tag").Single());
        Assert.Equal(1, (await site.Counts("treaty")).GetProperty("byTarget").GetProperty("bluesky").GetInt64());
    }

    [Fact]
    public async Task A_mails_link_counts_as_mail_only_with_its_signature_and_leads_on_with_any()
    {
        var time = new FakeTimeProvider(DateTimeOffset.Parse("2026-11-23T10:00:00Z"));
        await using var site = await TestSite.Start(time: time, settings: NoWindow);
        await site.Publish("treaty");
        await site.Publish("other");
        var mail = await site.Reader.GetStringAsync("/buttons/treaty.txt?for=mail", TestContext.Current.CancellationToken);
        var link = mail.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).First(word => word.Contains("/go/treaty/x?", StringComparison.Ordinal));
        var query = link[link.IndexOf('?', StringComparison.Ordinal)..];
        async Task<long> Click(string path)
        {
            Assert.Equal(HttpStatusCode.SeeOther, (await site.Reader.GetAsync(path, TestContext.Current.CancellationToken)).StatusCode);
            return await site.Shares("treaty") + await site.Shares("other");
        }

        Assert.Equal(1, await Click($"/go/treaty/x{query}"));
        Assert.Equal(1, await Click($"/go/treaty/bluesky{query}"));
        Assert.Equal(1, await Click($"/go/other/x{query}"));
        Assert.Equal(1, await Click("/go/treaty/x?c=mail"));
        Assert.Equal(1, await Click("/go/treaty/x?c=mail&s=forged"));
        time.Advance(TimeSpan.FromDays(60));
        Assert.Equal(2, await Click($"/go/treaty/x{query}"));
        time.Advance(TimeSpan.FromDays(32));
        Assert.Equal(2, await Click($"/go/treaty/x{query}"));
    }

    [Fact]
    public async Task A_network_of_many_servers_is_reached_by_our_page_that_asks_for_the_readers_own()
    {
        await using var site = await TestSite.Start();
        await site.Publish("treaty");

        var answer = await site.Reader.GetAsync("/go/treaty/mastodon", TestContext.Current.CancellationToken);

        Assert.Equal("/buttons/treaty/mastodon", answer.Headers.Location?.OriginalString);
        Assert.Equal(1, await site.Shares("treaty"));
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("https:evil.example")]
    [InlineData("https:/\\evil.example")]
    [InlineData("user@evil.example")]
    [InlineData("example.org.evil.example")]
    [InlineData("evilexample.org")]
    [InlineData("%00")]
    [InlineData("%0d%0aLocation:%20https://evil.example")]
    [InlineData("ht%09tps://evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData("https://ехample.org")]
    [InlineData("https%253A%252F%252Fevil.example")]
    [InlineData("HTTPS://evil.example")]
    [InlineData("https://example.org:444")]
    [InlineData("https://example.org./")]
    [InlineData("..\\..\\evil")]
    [InlineData("treaty/../../evil")]
    [InlineData("treaty")]
    public async Task Nothing_that_is_no_target_leads_anywhere(string bypass)
    {
        await using var site = await TestSite.Start();
        await site.Publish("treaty");
        string[] paths =
        [
            $"/go/treaty/{bypass}", $"/go/{bypass}/x", $"/go/treaty/{Uri.EscapeDataString(bypass)}", $"/go/{Uri.EscapeDataString(bypass)}x/x",
            $"/go/treaty?url={Uri.EscapeDataString(bypass)}", $"/go/?to={bypass}", $"/go/{bypass}",
        ];

        foreach (var path in paths.Where(path => path != "/go/treaty/x"))
        {
            var answer = await Raw.Get(site.Reader.BaseAddress!, path);
            Assert.True(answer is 400 or 404, $"{path} → {answer}");
        }
    }
}
