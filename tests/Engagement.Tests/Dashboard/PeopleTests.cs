using System.Net;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Engagement.Tests.Dashboard;

public sealed class PeopleTests
{
    const string Password = "correct horse battery";

    [Theory, BothLedgers]
    public async Task A_person_signs_in_with_name_and_password_and_is_shut_out_at_the_next_page(LedgerKind ledger)
    {
        await using var site = await TestSite.Start(ledger);
        using var admin = await Editor.SignedIn(site);
        await LetIn(admin, "Anna", "editor");

        using var anna = await SignIn(site, "anna", Password);
        Assert.Contains(">Anna</a>", anna.Page, StringComparison.Ordinal);

        await admin.Open("/people");
        Assert.Contains("That is not its name, so nothing was changed", await admin.Submit("/people/remove", ("typed", "Annette")), StringComparison.Ordinal);
        Assert.Contains(">Anna</a>", await anna.Open("/"), StringComparison.Ordinal);
        await admin.Submit("/people/remove", ("typed", "Anna"));
        Assert.Contains("name=\"key\"", await anna.Open("/"), StringComparison.Ordinal);
        using var again = await SignIn(site, "Anna", Password);
        Assert.Contains("do not belong together", again.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_viewer_looks_but_an_editor_acts()
    {
        await using var site = await TestSite.Start();
        using var admin = await Editor.SignedIn(site);
        await LetIn(admin, "Vera", "viewer");
        using var vera = await SignIn(site, "Vera", Password);

        Assert.DoesNotContain("/site/keys", await vera.Open("/site"), StringComparison.Ordinal);
        Assert.DoesNotContain("Let in", await vera.Open("/people"), StringComparison.Ordinal);
        foreach (var path in new[] { "/", "/articles", "/leaders", "/system", "/posts" })
        {
            await vera.Open(path);
            Assert.Equal(HttpStatusCode.OK, vera.Answer.StatusCode);
            Assert.DoesNotContain("role=\"alert\"", vera.Page, StringComparison.Ordinal);
        }

        Assert.Contains("Posts are for editors", vera.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_changes_their_own_password_only_with_the_old_one()
    {
        await using var site = await TestSite.Start();
        using var admin = await Editor.SignedIn(site);
        await LetIn(admin, "Anna", "viewer");
        using var anna = await SignIn(site, "Anna", Password);
        await anna.Open("/people");

        Assert.Contains("not your password", await anna.Submit("/people/password", ("old", "something else"), ("password", "another long password")), StringComparison.Ordinal);
        Assert.Contains("Your password is changed", await anna.Submit("/people/password", ("old", Password), ("password", "another long password")), StringComparison.Ordinal);
        using var later = await SignIn(site, "Anna", "another long password");
        Assert.Contains(">Anna</a>", later.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_short_password_is_refused()
    {
        await using var site = await TestSite.Start();
        using var admin = await Editor.SignedIn(site);
        await admin.Open("/people");

        Assert.Contains("12 to 200", await admin.Submit("/people", ("name", "Anna"), ("role", "viewer"), ("password", "short")), StringComparison.Ordinal);
        Assert.DoesNotContain("<td class=\"wide\">Anna</td>", admin.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_passwords_lock_the_address_out()
    {
        await using var site = await TestSite.Start(time: new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56)));
        using var admin = await Editor.SignedIn(site);
        await LetIn(admin, "Anna", "viewer");
        using var anna = new Editor(site);
        await anna.Open("/");
        for (var attempt = 0; attempt < 5; attempt++)
        {
            await anna.Submit("/sign-in", ("name", "Anna"), ("key", $"wrong password {attempt}"));
        }

        Assert.Contains("Too many wrong", await anna.Submit("/sign-in", ("name", "Anna"), ("key", Password)), StringComparison.Ordinal);
    }

    static async Task LetIn(Editor admin, string name, string role)
    {
        await admin.Open("/people");
        Assert.Contains("Done", await admin.Submit("/people", ("name", name), ("role", role), ("password", Password)), StringComparison.Ordinal);
    }

    static async Task<Editor> SignIn(TestSite site, string name, string password)
    {
        var editor = new Editor(site);
        await editor.Open("/");
        await editor.Submit("/sign-in", ("name", name), ("key", password));
        return editor;
    }
}
