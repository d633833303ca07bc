using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Engagement.Fakes.X;
using Engagement.Platform.Settings;
using Engagement.Platform.Store;
using Engagement.Publisher.X;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Engagement.Tests.Publisher;

/// <summary>How the account is connected, and what is said of it.</summary>
public sealed class ConnectionTests
{
    static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Theory, BothLedgers]
    public async Task Posts_wait_until_the_account_is_connected_and_its_tokens_are_encrypted_at_rest(LedgerKind ledger)
    {
        await using var newsroom = await Newsroom.Open(ledger, byOAuth2: true);
        Assert.Equal("NotConnected", (await newsroom.Account()).GetProperty("state").GetString());
        await newsroom.Appears(Newsroom.NewArticle());
        var waiting = await newsroom.Reaches("Waiting");
        Assert.Contains("not connected", waiting.GetProperty("reason").GetString(), StringComparison.Ordinal);

        var page = await newsroom.Connect();

        Assert.Contains("@examplenews is connected", await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await newsroom.Reaches("Posted");
        Assert.Single(newsroom.X.Timeline);
        var account = await newsroom.Account();
        Assert.Equal(("oauth2", "Works", "examplenews"), (account.GetProperty("signing").GetString(), account.GetProperty("state").GetString(),
            account.GetProperty("username").GetString()));
        Assert.Contains("tweet.write", account.GetProperty("scopes").EnumerateArray().Select(scope => scope.GetString()));
        var kept = (string?)await newsroom.Site.Services.GetRequiredService<Ledger>().Db.HashGetAsync("{pub}:account:main:tokens", "data");
        Assert.DoesNotContain("access-", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("refresh", kept, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_does_not_allow_it_or_comes_back_twice_changes_nothing()
    {
        await using var newsroom = await Newsroom.Open(byOAuth2: true);

        var denied = await newsroom.Connect("&verdict=cancel");
        var again = await newsroom.Site.Reader.GetAsync(denied.RequestMessage!.RequestUri, TestContext.Current.CancellationToken);
        var led = await newsroom.Connect(body: new { returnTo = "/site?tab=x" });
        var astray = await newsroom.Site.Admin.PostAsJsonAsync("/api/x/connect", new { returnTo = "//evil.example/" }, TestContext.Current.CancellationToken);

        Assert.Contains("did not allow", await denied.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains("counts once", await again.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.Redirect, "/site?tab=x&x=connected"), (led.StatusCode, led.Headers.Location!.ToString()));
        Assert.Equal(HttpStatusCode.BadRequest, astray.StatusCode);
        Assert.Single(newsroom.X.Requests, request => request.Call == Call.ExchangeToken);
    }

    [Fact]
    public async Task A_disconnected_account_is_forgotten_here_and_revoked_on_X()
    {
        await using var newsroom = await Newsroom.Open(byOAuth2: true);
        await newsroom.Connect();

        var answer = await newsroom.Site.Admin.PostAsync("/api/x/disconnect", null, TestContext.Current.CancellationToken);

        Assert.Equal("NotConnected", (await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("state").GetString());
        Assert.Single(newsroom.X.Requests, request => request is { Call: Call.RevokeToken, Status: 200 });
        await newsroom.Connect();
        Assert.Equal("Works", (await newsroom.Account()).GetProperty("state").GetString());
    }

    [Fact]
    public async Task Another_account_that_allows_it_is_refused_and_posts_go_on_from_the_first_until_that_is_disconnected()
    {
        await using var newsroom = await Newsroom.Open(byOAuth2: true);
        await newsroom.Connect();

        var other = await newsroom.Connect("&as=other");
        await newsroom.Appears(Newsroom.NewArticle());
        await newsroom.Reaches("Posted");

        var said = await other.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, other.StatusCode);
        Assert.Contains("as @othernews, but posts go out from @examplenews", said, StringComparison.Ordinal);
        Assert.Equal("examplenews", (await newsroom.Account()).GetProperty("username").GetString());
        Assert.Single(newsroom.X.Timeline);
        Assert.Empty(newsroom.X.Of(newsroom.X.Options.Other));
        // The tokens of the other one are ended: nobody here has use for them.
        Assert.Single(newsroom.X.Requests, request => request is { Call: Call.RevokeToken, Status: 200 });

        await newsroom.Site.Admin.PostAsync("/api/x/disconnect", null, TestContext.Current.CancellationToken);
        await newsroom.Connect("&as=other");
        await newsroom.Appears(Newsroom.NewArticle("next", "The next article"));
        await newsroom.Reaches("Posted", "next");
        Assert.Equal("othernews", (await newsroom.Account()).GetProperty("username").GetString());
        Assert.Single(newsroom.X.Of(newsroom.X.Options.Other));
    }

    [Fact]
    public async Task An_account_with_lasting_credentials_is_asked_who_it_is_and_says_what_is_wrong()
    {
        await using var newsroom = await Newsroom.Open();
        Task<JsonElement> Check() => newsroom.Site.Admin.PostAsync("/api/x/account/check", null, TestContext.Current.CancellationToken)
            .ContinueWith(answer => answer.Result.Content.ReadFromJsonAsync<JsonElement>(), TaskScheduler.Default).Unwrap();
        Assert.Equal(("oauth1", "Unchecked"), ((await newsroom.Account()).GetProperty("signing").GetString(), (await newsroom.Account()).GetProperty("state").GetString()));

        var good = await Check();
        newsroom.X.Until(Fault.Unauthorized);
        var bad = await Check();
        newsroom.X.Heal();
        var better = await Check();

        Assert.Equal(("Works", "examplenews", "Example News"), (good.GetProperty("state").GetString(), good.GetProperty("username").GetString(), good.GetProperty("displayName").GetString()));
        Assert.Equal("Paused", bad.GetProperty("state").GetString());
        Assert.Contains("401", bad.GetProperty("problem").GetString(), StringComparison.Ordinal);
        Assert.Contains("check this machine's clock and the credentials", bad.GetProperty("advice").GetString(), StringComparison.Ordinal);
        Assert.Equal("Works", better.GetProperty("state").GetString());
        Assert.Equal(HttpStatusCode.Conflict, (await newsroom.Site.Admin.PostAsync("/api/x/connect", null, TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await newsroom.Site.Reader.PostAsync("/api/x/connect", null, TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public void Two_ways_to_sign_in_at_once_stop_the_start()
    {
        var both = new XOptions { ClientId = "id", ConsumerKey = "a", ConsumerSecret = "b", AccessToken = "c", AccessTokenSecret = "d" };

        Assert.Contains("two ways", Assert.Throws<StartProblem>(both.Check).Message, StringComparison.Ordinal);
        Assert.Contains("ClientId", Assert.Throws<StartProblem>(new XOptions { ClientSecret = "secret" }.Check).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Over_a_storm_of_401_the_tokens_are_kept_and_posting_goes_on_afterwards()
    {
        var time = new FakeTimeProvider(Noon);
        await using var newsroom = await Newsroom.Open(time: time, byOAuth2: true);
        await newsroom.Connect();
        await newsroom.Advance(time, TimeSpan.FromMinutes(100), steps: 2);
        newsroom.X.Until(Fault.Unauthorized);
        await newsroom.Appears(Newsroom.NewArticle());
        await newsroom.Reaches("Waiting");
        await newsroom.Advance(time, TimeSpan.FromHours(2));
        Assert.Empty(newsroom.X.Timeline);

        newsroom.X.Heal();
        await newsroom.Advance(time, TimeSpan.FromHours(1.1), steps: 1);

        await newsroom.Reaches("Posted");
        Assert.Equal("Works", (await newsroom.Account()).GetProperty("state").GetString());
    }
}
