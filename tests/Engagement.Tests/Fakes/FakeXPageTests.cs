using AngleSharp;
using Engagement.Fakes.X;
using Xunit;

namespace Engagement.Tests.Fakes;

public sealed class FakeXPageTests
{
    [Fact]
    public async Task The_page_shows_posts_newest_first_with_links_as_a_person_reads_them()
    {
        await using var x = await FakeX.Start();
        using var caller = new SignedCaller(x);
        await caller.Post("Treaty enters into force https://example.org/a/214?utm_content=k7");
        await caller.Post("Another article");

        var page = await Open(x);

        Assert.Equal(["Another article", "Treaty enters into force example.org/a/214?utm_cont…"], page.QuerySelectorAll(".text").Select(text => text.TextContent));
        Assert.Equal("https://example.org/a/214?utm_content=k7", page.QuerySelector(".text a")!.GetAttribute("href"));
    }

    [Fact]
    public async Task What_is_posted_is_text_and_never_markup()
    {
        const string Attack = "<script>alert(1)</script> \"'><img src=x onerror=alert(1)> https://example.org/?q=\"onmouseover=alert(1)";
        await using var x = await FakeX.Start(new FakeXOptions { Name = "<b>News</b>" });
        using var caller = new SignedCaller(x);
        await caller.Post(Attack);

        var page = await Open(x);

        Assert.Empty(page.QuerySelectorAll("script, img, main h1, .who b b, [onmouseover], [onerror]"));
        Assert.StartsWith("<script>alert(1)</script>", page.QuerySelector(".text")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_lets_the_next_post_fail_from_the_page()
    {
        await using var x = await FakeX.Start();
        using var caller = new SignedCaller(x);
        using var browser = new HttpClient { BaseAddress = x.Address };
        var button = (await Open(x)).QuerySelectorAll("form").Single(form => form.TextContent == "commit, then 503").GetAttribute("action");

        await browser.PostAsync(button, null, TestContext.Current.CancellationToken);

        Assert.Equal(503, (await caller.Post("a")).Status);
        Assert.Single(x.Timeline);
    }

    static async Task<AngleSharp.Dom.IDocument> Open(FakeX x)
    {
        using var browser = new HttpClient { BaseAddress = x.Address };
        var html = await browser.GetStringAsync("/", TestContext.Current.CancellationToken);
        return await BrowsingContext.New(Configuration.Default).OpenAsync(request => request.Content(html), TestContext.Current.CancellationToken);
    }
}
