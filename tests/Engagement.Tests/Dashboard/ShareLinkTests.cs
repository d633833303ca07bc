using System.Text.RegularExpressions;
using Engagement.Platform.Store;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Engagement.Tests.Dashboard;

public sealed partial class ShareLinkTests
{
    [Theory, BothLedgers]
    public async Task Whoever_has_the_link_looks_and_acts_on_nothing_until_it_is_ended(LedgerKind ledger)
    {
        await using var site = await TestSite.Start(ledger);
        using var admin = await Editor.SignedIn(site);
        var link = await Make(admin);
        Assert.DoesNotMatch(Link(), await admin.Open("/people"));

        using var guest = new Editor(site);
        await guest.Open(link);

        Assert.Equal("/articles", guest.Answer.RequestMessage!.RequestUri!.AbsolutePath);
        Assert.DoesNotContain("Let in", await guest.Open("/people"), StringComparison.Ordinal);
        Assert.Contains("Posts are for editors", await guest.Open("/posts"), StringComparison.Ordinal);
        Assert.DoesNotContain("/site/keys", await guest.Open("/site"), StringComparison.Ordinal);

        var id = link.Split('/')[^1].Split('.')[0];
        await admin.Submit($"/people/links/{id}/end", ("typed", "Newsroom screen"));
        Assert.Contains("The link opens nothing any more", admin.Page, StringComparison.Ordinal);
        Assert.Contains("name=\"key\"", await guest.Open("/articles"), StringComparison.Ordinal);
        using var late = new Editor(site);
        Assert.Contains("This link has ended", await late.Open(link), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_and_the_session_that_it_began_end_at_their_time()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var site = await TestSite.Start(time: time);
        using var admin = await Editor.SignedIn(site);
        var link = await Make(admin);
        time.Advance(TimeSpan.FromHours(20));
        using var guest = new Editor(site);
        await guest.Open(link);
        Assert.DoesNotContain("name=\"key\"", guest.Page, StringComparison.Ordinal);

        time.Advance(TimeSpan.FromHours(5));

        Assert.Contains("name=\"key\"", await guest.Open("/articles"), StringComparison.Ordinal);
        using var late = new Editor(site);
        Assert.Contains("This link has ended", await late.Open(link), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_ledger_keeps_no_link_that_could_be_used()
    {
        await using var site = await TestSite.Start();
        using var admin = await Editor.SignedIn(site);
        var secret = (await Make(admin)).Split('.')[^1];

        var kept = (await site.Services.GetRequiredService<Ledger>().Db.HashValuesAsync("dsh:links")).Single();

        Assert.DoesNotContain(secret, (string)kept!, StringComparison.Ordinal);
    }

    static async Task<string> Make(Editor admin)
    {
        await admin.Open("/people");
        await admin.Submit("/people/links", ("name", "Newsroom screen"), ("path", "/articles"), ("days", "1"));
        return new Uri(Link().Match(admin.Page).Value).AbsolutePath;
    }

    [GeneratedRegex(@"http://[^<\s]+/s/[\w.-]+")]
    private static partial Regex Link();
}
