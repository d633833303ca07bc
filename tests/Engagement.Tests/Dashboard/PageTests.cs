using System.Net;
using System.Text.RegularExpressions;
using Engagement.Fakes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Engagement.Tests.Dashboard;

public sealed partial class PageTests
{
    [Fact]
    public async Task Pages_allow_no_script_no_frame_no_inline_style_and_no_cache()
    {
        await using var site = await TestSite.Start();
        using var editor = await Editor.SignedIn(site);

        var headers = editor.Answer.Headers;

        Assert.StartsWith("default-src 'none'; style-src 'self';", headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("nosniff", headers.GetValues("X-Content-Type-Options").Single());
        Assert.True(headers.CacheControl!.NoStore);
        Assert.DoesNotContain(" style=", editor.Page, StringComparison.Ordinal);
        Assert.DoesNotContain("<style", editor.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_breaks_while_it_is_made_is_a_page_that_says_so_and_is_as_guarded_as_the_others()
    {
        var twice = Enumerable.Repeat(new { id = "a", url = "https://example.org/a", title = "Same", rank = 1, counts = new { shares = 1 } }, 2);
        await using var popularity = LocalServer.Build();
        popularity.MapGet("/api/popular", () => Results.Json(new { list = "shared", window = "all", articles = twice }));
        await popularity.StartAsync(TestContext.Current.CancellationToken);
        await using var site = await TestSite.Start(settings: ("Engagement:Peers:popularity", popularity.Address().ToString()));
        using var editor = await Editor.SignedIn(site);

        Assert.Contains("This page could not be made", await editor.Open("/articles?sort=shared"), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.InternalServerError, editor.Answer.StatusCode);
        Assert.StartsWith("default-src 'none'", editor.Answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_that_are_equal_in_all_they_say_are_both_in_the_table()
    {
        await using var intake = LocalServer.Build();
        intake.MapGet("/api/feeds", () => Results.Json(Enumerable.Repeat(new { url = "https://example.org/feed.xml", status = "waiting" }, 2)));
        await intake.StartAsync(TestContext.Current.CancellationToken);
        await using var site = await TestSite.Start(settings: ("Engagement:Peers:intake", intake.Address().ToString()));
        using var editor = await Editor.SignedIn(site);

        Assert.Equal(3, (await editor.Open("/site")).Split("https://example.org/feed.xml").Length);
    }

    [Fact]
    public async Task The_style_sheet_is_kept_for_a_year_under_an_address_with_its_hash()
    {
        await using var site = await TestSite.Start();
        using var editor = new Editor(site);
        var path = StyleSheetPath().Match(await editor.Open("/")).Groups[1].Value;

        var css = await editor.Open(path);

        Assert.Equal(HttpStatusCode.OK, editor.Answer.StatusCode);
        Assert.Equal("text/css", editor.Answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("immutable", editor.Answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.Contains("light-dark(", css, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_is_away_makes_the_page_say_so_instead_of_breaking_it()
    {
        await using var site = await TestSite.Start(settings: [("Engagement:Peers:intake", "http://127.0.0.1:9")]);
        using var editor = await Editor.SignedIn(site);

        Assert.Equal(HttpStatusCode.OK, editor.Answer.StatusCode);
        Assert.Contains("The service intake does not answer", editor.Page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task Pages_are_compressed_and_the_secret_on_them_is_another_each_time(string encoding)
    {
        await using var site = await TestSite.Start();
        using var editor = await Editor.SignedIn(site);
        var first = FormToken().Match(await editor.Open("/")).Value;
        Assert.NotEqual(first, FormToken().Match(await editor.Open("/")).Value);

        editor.Accept(encoding);
        await editor.Open("/");

        Assert.Equal(encoding, editor.Answer.Content.Headers.ContentEncoding.Single());
        Assert.Contains("Accept-Encoding", editor.Answer.Headers.Vary);
    }

    [Fact]
    public async Task A_page_that_shows_a_key_is_not_compressed()
    {
        await using var site = await TestSite.Start();
        using var editor = await Editor.SignedIn(site);
        await editor.Open("/site");
        editor.Accept("br");

        await editor.Submit("/site/keys", ("name", "A script"), ("scopes", "read"));

        Assert.Contains("The new key", editor.Page, StringComparison.Ordinal);
        Assert.Equal("identity", editor.Answer.Content.Headers.ContentEncoding.Single());
    }

    [GeneratedRegex("""name="__RequestVerificationToken" value="[^"]+""")]
    private static partial Regex FormToken();

    [GeneratedRegex("""<link rel="stylesheet" href="([^"]+)""")]
    private static partial Regex StyleSheetPath();
}
