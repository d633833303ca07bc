using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Engagement.Platform.Keys;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Engagement.Tests.Dashboard;

public sealed partial class KeyPagesTests
{
    [Theory, BothLedgers]
    public async Task A_key_is_made_shown_once_works_and_is_revoked(LedgerKind ledger)
    {
        await using var site = await TestSite.Start(ledger);
        using var editor = await Editor.SignedIn(site);
        await editor.Open("/site");

        var key = Key().Match(await editor.Submit("/site/keys", ("name", "The CMS"), ("scopes", "articles"))).Value;

        Assert.Equal(HttpStatusCode.OK, await Call(site, key));
        Assert.DoesNotMatch(Key(), await editor.Open("/site"));
        Assert.Contains("The CMS", editor.Page, StringComparison.Ordinal);
        await editor.Submit($"/site/keys/{key.Split('_')[1]}/revoke", ("typed", "The CMS"));
        Assert.Equal(HttpStatusCode.Unauthorized, await Call(site, key));
    }

    [Fact]
    public async Task Somebody_who_may_only_read_sees_no_keys_and_makes_none()
    {
        await using var site = await TestSite.Start();
        var keys = site.Services.GetRequiredService<ApiKeys>();
        using var editor = await Editor.SignedIn(site, await keys.Create("A viewer", "read"));

        Assert.DoesNotContain("/site/keys", await editor.Open("/site"), StringComparison.Ordinal);
        // The token of one form is good for every form, so only the scope stands in the way.
        var token = Token().Match(editor.Page).Groups[1].Value;
        var answer = await editor.Forge("/site/keys", ("name", "Mine"), ("scopes", "admin"), ("__RequestVerificationToken", token));

        Assert.Contains("Only a key with the scope admin may do this", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.DoesNotContain(await keys.List(), key => key.Name == "Mine");
    }

    [Fact]
    public async Task What_people_did_is_kept_with_their_name()
    {
        await using var site = await TestSite.Start();
        using var editor = await Editor.SignedIn(site);
        await editor.Open("/site");
        await editor.Submit("/site/keys", ("name", "The CMS"), ("scopes", "articles"));

        await editor.Open("/system");

        Assert.Contains("made a key", editor.Page, StringComparison.Ordinal);
        Assert.Contains("The CMS (articles)", editor.Page, StringComparison.Ordinal);
        Assert.Contains("signed in", editor.Page, StringComparison.Ordinal);
    }

    static async Task<HttpStatusCode> Call(TestSite site, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/articles");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return (await site.Reader.SendAsync(request, TestContext.Current.CancellationToken)).StatusCode;
    }

    [GeneratedRegex("eng_[0-9a-f]{12}_[A-Za-z0-9_-]{43}")]
    private static partial Regex Key();

    [GeneratedRegex("""name="__RequestVerificationToken" value="([^"]+)""")]
    private static partial Regex Token();
}
