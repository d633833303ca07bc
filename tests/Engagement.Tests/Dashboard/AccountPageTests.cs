using System.Net;
using System.Text.RegularExpressions;
using Engagement.Platform.Keys;
using Engagement.Tests.Publisher;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Engagement.Tests.Dashboard;

public sealed partial class AccountPageTests
{
    [Fact]
    public async Task An_admin_connects_the_account_step_by_step_asks_X_and_disconnects_it()
    {
        await using var newsroom = await Newsroom.Open(byOAuth2: true);
        using var editor = await Editor.SignedIn(newsroom.Site);
        Assert.Contains("not connected", await editor.Open("/posts/account"), StringComparison.Ordinal);

        await editor.Submit("/posts/account/connect");
        await DecidesOnX(newsroom.Site, editor, "&verdict=cancel");
        Assert.Contains("The account was not connected", editor.Page, StringComparison.Ordinal);

        await editor.Open("/posts/account");
        await editor.Submit("/posts/account/connect");
        await DecidesOnX(newsroom.Site, editor, "");

        Assert.Contains("The account is connected", editor.Page, StringComparison.Ordinal);
        Assert.Contains("@examplenews", editor.Page, StringComparison.Ordinal);
        Assert.Contains("X accepts the credentials", await editor.Submit("/posts/account/check"), StringComparison.Ordinal);
        await editor.Submit("/posts/account/disconnect");
        Assert.Contains("The account is disconnected", editor.Page, StringComparison.Ordinal);
        Assert.Contains("disconnected the account", await editor.Open("/system"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_credentials_the_page_says_which_settings_to_make()
    {
        await using var site = await TestSite.Start();
        using var editor = await Editor.SignedIn(site);

        await editor.Open("/posts/account");

        Assert.Contains("Engagement__X__ClientId", editor.Page, StringComparison.Ordinal);
        Assert.Contains("Engagement__X__AccessTokenSecret_FILE", editor.Page, StringComparison.Ordinal);
        Assert.Contains("/x/callback", editor.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_editor_sees_the_account_but_does_not_connect_it_and_a_viewer_sees_neither()
    {
        await using var newsroom = await Newsroom.Open(byOAuth2: true);
        var keys = newsroom.Site.Services.GetRequiredService<ApiKeys>();
        using var editor = await Editor.SignedIn(newsroom.Site, await keys.Create("An editor", "posts"));
        using var viewer = await Editor.SignedIn(newsroom.Site, await keys.Create("A viewer", "read"));

        await editor.Open("/posts/account");

        Assert.Contains("not connected", editor.Page, StringComparison.Ordinal);
        Assert.DoesNotContain("Connect the account", editor.Page, StringComparison.Ordinal);
        Assert.Contains("Posts are for editors", await viewer.Open("/posts/account"), StringComparison.Ordinal);
    }

    /// <summary>Follows the link to X, presses a button there, and is led back.</summary>
    static async Task DecidesOnX(TestSite site, Editor editor, string verdict)
    {
        var way = WebUtility.HtmlDecode(AllowLink().Match(editor.Page).Groups[1].Value);
        var back = await site.Reader.PostAsync(way + verdict, null, TestContext.Current.CancellationToken);
        await editor.Open(back.Headers.Location!.PathAndQuery);
    }

    [GeneratedRegex("""class="button primary" href="([^"]+)""")]
    private static partial Regex AllowLink();
}
