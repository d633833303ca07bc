using System.Net;
using System.Net.Http.Json;
using System.Text;
using Engagement.Fakes.X;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Engagement.Tests.Fakes;

public sealed class FakeXTokenTests
{
    /// <summary>The pair that RFC 7636 prints in appendix B.</summary>
    const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const string Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    const string Scope = "tweet.read tweet.write users.read offline.access";

    readonly FakeTimeProvider time = new(DateTimeOffset.Parse("2026-11-23T10:00:00Z"));

    [Fact]
    public async Task A_person_allows_the_app_and_its_code_becomes_tokens_that_post()
    {
        await using var x = await FakeX.Start(new FakeXOptions { Time = time });
        using var caller = new SignedCaller(x);

        var code = await Allow(x);
        var answer = await Exchange(caller, x, ("grant_type", "authorization_code"), ("code", code),
            ("redirect_uri", x.Options.RedirectUris[0]), ("code_verifier", Verifier));
        var posted = await Post(caller, answer.Json.GetProperty("access_token").GetString()!, "Treaty enters into force");

        Assert.Equal((200, 7200, Scope), (answer.Status, answer.Json.GetProperty("expires_in").GetInt32(), answer.Json.GetProperty("scope").GetString()));
        Assert.Equal(201, posted.Status);
    }

    [Theory]
    [InlineData(31, Verifier, "http://127.0.0.1:5080/x/callback", "authorization code was invalid")]
    [InlineData(0, "another-verifier", "http://127.0.0.1:5080/x/callback", "code verifier did not match")]
    [InlineData(0, Verifier, "http://127.0.0.1:5080/x/callback/", "redirect uri did not match")]
    public async Task A_late_code_a_wrong_verifier_and_a_changed_address_are_refused(int lateSeconds, string verifier, string redirect, string saying)
    {
        await using var x = await FakeX.Start(new FakeXOptions { Time = time });
        using var caller = new SignedCaller(x);
        var code = await Allow(x);
        time.Advance(TimeSpan.FromSeconds(lateSeconds));

        var answer = await Exchange(caller, x, ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", redirect), ("code_verifier", verifier));

        Assert.Equal(400, answer.Status);
        Assert.Contains(saying, answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_access_token_lives_two_hours_and_a_refresh_token_works_once()
    {
        await using var x = await FakeX.Start(new FakeXOptions { Time = time });
        using var caller = new SignedCaller(x);
        var (access, refresh) = x.IssueTokens();
        time.Advance(TimeSpan.FromHours(2));

        var expired = await Post(caller, access, "a");
        var rotated = await Exchange(caller, x, ("grant_type", "refresh_token"), ("refresh_token", refresh));
        var fresh = rotated.Json.GetProperty("access_token").GetString()!;
        var posted = await Post(caller, fresh, "a");

        Assert.Equal((401, 200, 201), (expired.Status, rotated.Status, posted.Status));
        Assert.NotEqual(refresh, rotated.Json.GetProperty("refresh_token").GetString());
    }

    [Fact]
    public async Task A_refresh_token_shown_twice_ends_the_whole_family()
    {
        await using var x = await FakeX.Start(new FakeXOptions { Time = time });
        using var caller = new SignedCaller(x);
        var (access, refresh) = x.IssueTokens();
        var (stranger, _) = x.IssueTokens();
        var rotated = await Exchange(caller, x, ("grant_type", "refresh_token"), ("refresh_token", refresh));

        var replayed = await Exchange(caller, x, ("grant_type", "refresh_token"), ("refresh_token", refresh));
        var next = await Exchange(caller, x, ("grant_type", "refresh_token"), ("refresh_token", rotated.Json.GetProperty("refresh_token").GetString()!));

        Assert.Equal("""{"error":"invalid_request","error_description":"Value passed for the token was invalid."}""", replayed.Body);
        Assert.Equal((400, 400), (replayed.Status, next.Status));
        Assert.Equal(401, (await Post(caller, access, "a")).Status);
        Assert.Equal(401, (await Post(caller, rotated.Json.GetProperty("access_token").GetString()!, "a")).Status);
        Assert.Equal(201, (await Post(caller, stranger, "a")).Status);
    }

    [Fact]
    public async Task A_revoked_token_an_ungranted_scope_and_the_apps_own_token_do_not_post()
    {
        await using var x = await FakeX.Start();
        using var caller = new SignedCaller(x);
        var (access, _) = x.IssueTokens();
        await caller.Send(HttpMethod.Post, "/2/oauth2/revoke", new FormUrlEncodedContent([new("token", access)]), Basic(x));

        Assert.Equal(401, (await Post(caller, access, "a")).Status);
        Assert.Equal(403, (await Post(caller, x.IssueTokens("tweet.read users.read").Access, "a")).Status);
        Assert.Contains("Unsupported Authentication", (await Post(caller, x.Options.AppOnlyToken, "a")).Body, StringComparison.Ordinal);
        Assert.Empty(x.Timeline);
    }

    static async Task<string> Allow(FakeX x)
    {
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = x.Address };
        var page = QueryHelpers.AddQueryString("/i/oauth2/authorize", new Dictionary<string, string?>
        {
            ["response_type"] = "code", ["client_id"] = x.Options.ClientId, ["redirect_uri"] = x.Options.RedirectUris[0], ["scope"] = Scope,
            ["state"] = "s1", ["code_challenge"] = Challenge, ["code_challenge_method"] = "S256",
        });
        Assert.Contains("Authorize app", await browser.GetStringAsync(page, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        using var allowed = await browser.PostAsync(page, null, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Redirect, allowed.StatusCode);
        var back = QueryHelpers.ParseQuery(allowed.Headers.Location!.Query);
        Assert.Equal("s1", back["state"]);
        return back["code"]!;
    }

    static string Basic(FakeX x) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{x.Options.ClientId}:{x.Options.ClientSecret}"));

    static Task<Answer> Exchange(SignedCaller caller, FakeX x, params (string Name, string Value)[] fields) => caller.Send(HttpMethod.Post,
        "/2/oauth2/token", new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))), Basic(x));

    static Task<Answer> Post(SignedCaller caller, string token, string text) =>
        caller.Send(HttpMethod.Post, "/2/tweets", JsonContent.Create(new { text }), $"Bearer {token}");
}
