using System.Net;
using System.Net.Http.Headers;
using Engagement.Platform.Keys;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Engagement.Tests.Dashboard;

public sealed class SignInTests
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, BothLedgers]
    public async Task The_admin_key_opens_the_dashboard_and_signing_out_closes_it(LedgerKind ledger)
    {
        await using var site = await TestSite.Start(ledger);
        using var editor = new Editor(site);

        Assert.Contains("name=\"key\"", await editor.Open("/"), StringComparison.Ordinal);
        Assert.Contains("Sign out", await editor.Submit("/sign-in", ("key", TestSite.Key)), StringComparison.Ordinal);
        Assert.Contains("name=\"key\"", await editor.Submit("/sign-out"), StringComparison.Ordinal);
        Assert.DoesNotContain("Sign out", await editor.Open("/posts"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/articles")]
    [InlineData("/posts?state=Posted")]
    public async Task Nobody_sees_a_page_without_signing_in_and_afterwards_it_is_the_page_they_wanted(string path)
    {
        await using var site = await TestSite.Start();
        using var editor = new Editor(site);

        await editor.Open(path);
        Assert.Equal("/", editor.Answer.RequestMessage!.RequestUri!.AbsolutePath);
        await editor.Submit("/sign-in", ("key", TestSite.Key));

        Assert.Equal(path, editor.Answer.RequestMessage!.RequestUri!.PathAndQuery);
    }

    [Fact]
    public async Task Five_wrong_keys_lock_the_address_out_for_a_quarter_of_an_hour_even_with_the_right_key()
    {
        var time = new FakeTimeProvider(DateTimeOffset.Parse("2026-11-23T10:00:00Z", System.Globalization.CultureInfo.InvariantCulture));
        await using var site = await TestSite.Start(time: time);
        using var editor = new Editor(site);
        await editor.Open("/");

        for (var attempt = 0; attempt < 5; attempt++)
        {
            Assert.Contains("This key opens nothing", await editor.Submit("/sign-in", ("key", $"wrong {attempt}")), StringComparison.Ordinal);
        }

        Assert.Contains("Too many wrong keys", await editor.Submit("/sign-in", ("key", TestSite.Key)), StringComparison.Ordinal);
        time.Advance(TimeSpan.FromMinutes(15.1));
        Assert.Contains("Sign out", await editor.Submit("/sign-in", ("key", TestSite.Key)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_ends_when_its_key_is_revoked()
    {
        await using var site = await TestSite.Start();
        var keys = site.Services.GetRequiredService<ApiKeys>();
        var key = await keys.Create("Night desk", "read");
        using var editor = await Editor.SignedIn(site, key);
        Assert.Contains("Night desk", editor.Page, StringComparison.Ordinal);

        await keys.Revoke(key.Split('_')[1]);

        Assert.DoesNotContain("Night desk", await editor.Open("/posts"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sessions_outlive_a_restart()
    {
        await using var site = await TestSite.Start();
        using var before = await Editor.SignedIn(site);

        await site.Restart();
        using var after = new Editor(site);
        after.Cookies.Add(before.Cookies.GetAllCookies());

        Assert.Contains("Sign out", await after.Open("/"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_cookie_is_out_of_reach_of_scripts_and_holds_no_readable_key()
    {
        await using var site = await TestSite.Start();
        using var editor = await Editor.SignedIn(site);

        var cookie = editor.Cookies.GetAllCookies().Single(cookie => cookie.Name == "engagement-session");

        Assert.True(cookie.HttpOnly);
        Assert.DoesNotContain(TestSite.Key, cookie.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_pages_take_no_bearer_key()
    {
        await using var site = await TestSite.Start();

        using var page = new HttpRequestMessage(HttpMethod.Get, "/posts");
        page.Headers.Authorization = new AuthenticationHeaderValue("Bearer", TestSite.Key);

        Assert.Equal(HttpStatusCode.Redirect, (await site.Reader.SendAsync(page, Cancellation)).StatusCode);
    }

    [Fact]
    public async Task The_api_takes_no_cookie_and_still_answers_with_a_problem()
    {
        await using var site = await TestSite.Start();
        using var editor = await Editor.SignedIn(site);

        await editor.Open("/api/articles");

        Assert.Equal(HttpStatusCode.Unauthorized, editor.Answer.StatusCode);
        Assert.Equal("application/problem+json", editor.Answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_form_that_another_site_makes_the_browser_send_changes_nothing()
    {
        await using var site = await TestSite.Start();
        using var editor = await Editor.SignedIn(site);

        var answer = await editor.Forge("/sign-out");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("This form is too old", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Contains("Sign out", await editor.Open("/"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    public async Task Signing_in_never_leads_to_another_site(string to)
    {
        await using var site = await TestSite.Start();
        using var editor = new Editor(site);
        await editor.Open("/");

        await editor.Submit("/sign-in", ("key", TestSite.Key), ("to", to));

        Assert.Equal("/", editor.Answer.RequestMessage!.RequestUri!.PathAndQuery);
    }
}
