using Xunit;

namespace Engagement.Tests.Dashboard;

public sealed class SingleSignOnTests
{
    [Theory, BothLedgers]
    public async Task Whom_the_provider_vouches_for_is_signed_in_with_the_role_that_it_says(LedgerKind ledger)
    {
        await using var provider = await FakeIdentityProvider.Start();
        await using var site = await TestSite.Start(ledger, settings: provider.Settings);
        using var olga = new Editor(site);
        Assert.Contains("Sign in with House account", await olga.Open("/"), StringComparison.Ordinal);

        await olga.Open("/sign-in/single?to=/posts");

        Assert.Equal("/posts", olga.Answer.RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Contains(">Olga Single</a>", olga.Page, StringComparison.Ordinal);
        Assert.DoesNotContain("Posts are for editors", olga.Page, StringComparison.Ordinal);
        Assert.DoesNotContain("Let in", await olga.Open("/people"), StringComparison.Ordinal);

        provider.Roles = ["engagement-viewer"];
        using var later = new Editor(site);
        await later.Open("/sign-in/single?to=/posts");
        Assert.Contains("Posts are for editors", later.Page, StringComparison.Ordinal);
        Assert.Contains("name=\"key\"", await olga.Open("/"), StringComparison.Ordinal);
        using var admin = await Editor.SignedIn(site);
        Assert.Contains("by single sign-on", await admin.Open("/people"), StringComparison.Ordinal);
        Assert.Contains("Olga Single", await admin.Open("/system"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_without_a_role_is_told_so_and_stays_outside()
    {
        await using var provider = await FakeIdentityProvider.Start();
        provider.Roles = ["something else"];
        await using var site = await TestSite.Start(settings: provider.Settings);
        using var stranger = new Editor(site);

        await stranger.Open("/sign-in/single");

        Assert.Contains("You are known, but have no role here", stranger.Page, StringComparison.Ordinal);
        Assert.Contains("name=\"key\"", stranger.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_nobody_asked_for_lets_nobody_in()
    {
        await using var provider = await FakeIdentityProvider.Start();
        await using var site = await TestSite.Start(settings: provider.Settings);
        using var victim = new Editor(site);

        await victim.Open("/sign-in/oidc?code=stolen&state=made-up");

        Assert.Contains("The sign-in did not come to an end", victim.Page, StringComparison.Ordinal);
        Assert.Contains("name=\"key\"", victim.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_provider_there_is_no_button_and_its_address_leads_home()
    {
        await using var site = await TestSite.Start();
        using var editor = new Editor(site);

        Assert.DoesNotContain("/sign-in/single", await editor.Open("/"), StringComparison.Ordinal);
        await editor.Open("/sign-in/single");
        Assert.Equal("/", editor.Answer.RequestMessage!.RequestUri!.AbsolutePath);
    }
}
