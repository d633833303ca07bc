using System.Text.RegularExpressions;
using Microsoft.Extensions.Time.Testing;
using OtpNet;
using Xunit;

namespace Engagement.Tests.Dashboard;

public sealed partial class SecondStepTests
{
    const string Password = "correct horse battery";

    [Theory, BothLedgers]
    public async Task A_person_with_a_second_step_needs_a_code_that_works_once(LedgerKind ledger)
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var site = await TestSite.Start(ledger, time);
        var secret = await TurnOn(site, time);
        time.Advance(TimeSpan.FromMinutes(2));
        var code = Code(secret, time);

        using var anna = await PasswordOf(site);
        Assert.Contains("Code of the app, for anna", anna.Page, StringComparison.Ordinal);
        Assert.Contains("name=\"key\"", await anna.Open("/?again=1"), StringComparison.Ordinal);
        await anna.Open("/articles");
        Assert.Contains("not the one that the app shows", await anna.Submit("/sign-in/code", ("code", "000000")), StringComparison.Ordinal);
        await anna.Submit("/sign-in/code", ("code", code));
        Assert.Contains(">Anna</a>", anna.Page, StringComparison.Ordinal);

        using var thief = await PasswordOf(site);
        Assert.Contains("not the one that the app shows", await thief.Submit("/sign-in/code", ("code", code)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_turned_off_with_a_code_and_by_an_admin_s_new_password()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var site = await TestSite.Start(time: time);
        var secret = await TurnOn(site, time);
        time.Advance(TimeSpan.FromMinutes(2));
        using var anna = await PasswordOf(site);
        await anna.Submit("/sign-in/code", ("code", Code(secret, time)));
        time.Advance(TimeSpan.FromMinutes(2));
        await anna.Open("/people");
        Assert.Contains("not the one that the app shows", await anna.Submit("/people/second-step/off", ("code", "123456")), StringComparison.Ordinal);
        Assert.Contains("The password alone lets you in", await anna.Submit("/people/second-step/off", ("code", Code(secret, time))), StringComparison.OrdinalIgnoreCase);
        using var again = await PasswordOf(site);
        Assert.Contains(">Anna</a>", again.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_with_a_key_of_the_same_name_is_not_that_person()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var site = await TestSite.Start(time: time);
        await TurnOn(site, time);
        using var impostor = await Editor.SignedIn(site, await Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions
            .GetRequiredService<Engagement.Platform.Keys.ApiKeys>(site.Services).Create("Anna", "read"));

        Assert.DoesNotContain("second-step", await impostor.Open("/people"), StringComparison.Ordinal);
    }

    static async Task<string> TurnOn(TestSite site, FakeTimeProvider time)
    {
        using var admin = await Editor.SignedIn(site);
        await admin.Open("/people");
        await admin.Submit("/people", ("name", "Anna"), ("role", "viewer"), ("password", Password));
        using var anna = await PasswordOf(site);
        await anna.Open("/people?second-step=1");
        var secret = Secret().Match(anna.Page).Groups[1].Value;
        await anna.Submit("/people/second-step/on", ("code", "000000"));
        Assert.Contains("not the one that the app shows", anna.Page, StringComparison.Ordinal);
        await anna.Open("/people?second-step=1");
        secret = Secret().Match(anna.Page).Groups[1].Value;
        await anna.Submit("/people/second-step/on", ("code", Code(secret, time)));
        Assert.Contains("a code of the app is asked for", anna.Page, StringComparison.Ordinal);
        return secret;
    }

    static async Task<Editor> PasswordOf(TestSite site)
    {
        var editor = new Editor(site);
        await editor.Open("/");
        await editor.Submit("/sign-in", ("name", "anna"), ("key", Password));
        return editor;
    }

    static string Code(string secret, FakeTimeProvider time) => new Totp(Base32Encoding.ToBytes(secret)).ComputeTotp(time.GetUtcNow().UtcDateTime);

    [GeneratedRegex("""<code class="mono">([A-Z2-7]+)</code>""")]
    private static partial Regex Secret();
}
