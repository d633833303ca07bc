using System.Text.RegularExpressions;
using Engagement.Platform.Keys;
using Engagement.Popularity.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Engagement.Tests.Dashboard;

public sealed partial class WebhookPagesTests
{
    [Fact]
    public async Task A_webhook_is_made_its_secret_shown_once_its_log_read_replayed_and_ended()
    {
        await using var site = await TestSite.Start(settings: ("Engagement:Fetch:AllowedNetworks:0", "127.0.0.0/8"));
        using var editor = await Editor.SignedIn(site);
        await editor.Open("/site/webhooks");
        await editor.Submit("/site/webhooks", ("url", "not an address"), ("events", "article.taking-off"));
        Assert.Contains("The address cannot be called", editor.Page, StringComparison.Ordinal);

        await editor.Submit("/site/webhooks", ("url", "http://127.0.0.1:9/hooks"), ("events", "article.taking-off"));

        Assert.Contains("whsec_", editor.Page, StringComparison.Ordinal);
        var path = editor.Answer.RequestMessage!.RequestUri!.AbsolutePath;
        Assert.DoesNotContain("whsec_", await editor.Open(path), StringComparison.Ordinal);

        await site.Services.GetRequiredService<CallWebhooks>().Call("article.taking-off", "treaty", new { articleId = "treaty" });
        await Eventually.True(async () => (await editor.Open(path)).Contains("The receiver cannot be reached", StringComparison.Ordinal), "the failed attempt is on the page");
        Assert.Matches(Failing(), editor.Page);

        await editor.Submit($"{path}/replay", ("since", ""));
        Assert.Contains("What waits is sent now", editor.Page, StringComparison.Ordinal);
        await editor.Submit($"{path}/delete", ("typed", "127.0.0.1"));
        Assert.Contains("Nobody is called yet", editor.Page, StringComparison.Ordinal);
        Assert.Contains("made a webhook", await editor.Open("/system"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_without_the_scope_admin_sees_no_webhooks_and_makes_none()
    {
        await using var site = await TestSite.Start();
        using var admin = await Editor.SignedIn(site);
        using var viewer = await Editor.SignedIn(site, await site.Services.GetRequiredService<ApiKeys>().Create("A viewer", "read"));

        await viewer.Open("/site/webhooks");

        Assert.Contains("Webhooks are for admins", viewer.Page, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"url\"", viewer.Page, StringComparison.Ordinal);
        Assert.Contains("Nobody is called yet", await admin.Open("/site/webhooks"), StringComparison.Ordinal);
    }

    [GeneratedRegex("""class="chip bad">failing<""")]
    private static partial Regex Failing();
}
