using System.Net;
using System.Net.Sockets;
using Engagement.Publisher.Sending;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Engagement.Tests.Publisher;

/// <summary>What X answered in the wild, and what we take each answer to prove. Both problem hosts, both content types.</summary>
public sealed class ErrorCatalogueTests(ErrorCatalogueTests.Line line) : IClassFixture<ErrorCatalogueTests.Line>
{
    static readonly string[] Hosts = ["https://api.twitter.com/2/problems", "https://api.x.com/2/problems"];
    static readonly string[] ContentTypes = ["application/json", "application/problem+json; charset=utf-8"];

    const string Html = "<!DOCTYPE html><html><body>Sorry, you have been blocked</body></html>";

    public static TheoryData<string, int, string, string> Rows => new()
    {
        { "E1 invalid request", 400, """{"errors":[{"message":"text: expected string","parameters":{}}],"title":"Invalid Request","detail":"One or more parameters to your request was invalid.","type":"HOST/invalid-request"}""", "Rejected Request" },
        { "E1 empty", 400, "", "Rejected Request" },
        { "E1 as a page", 400, Html, "Rejected Request" },
        { "E2 too long", 400, """{"title":"Invalid Request","detail":"Your Tweet text is too long. For more information, visit …","type":"HOST/invalid-request"}""", "Rejected TooLong" },
        { "E3 unauthorized", 401, """{"title":"Unauthorized","type":"about:blank","status":401,"detail":"Unauthorized"}""", "Unauthorized" },
        { "E3 empty", 401, "", "Unauthorized" },
        { "E3 as a page", 401, Html, "Unauthorized" },
        { "E4 credits depleted", 402, """{"account_id":1234567890,"title":"CreditsDepleted","detail":"Your enrolled account [1234567890] does not have any credits to fulfill this request.","type":"HOST/credits"}""", "OutOfCredits" },
        { "E4 empty", 402, "", "OutOfCredits" },
        { "E5 duplicate", 403, """{"detail":"You are not allowed to create a Tweet with duplicate content.","type":"about:blank","title":"Forbidden","status":403}""", "AlreadyThere" },
        { "E5 v1.1 twin", 403, """{"errors":[{"code":187,"message":"Status is a duplicate."}]}""", "AlreadyThere" },
        { "E6 unsupported authentication", 403, """{"title":"Unsupported Authentication","detail":"Authenticating with Unknown is forbidden for this endpoint.","type":"HOST/unsupported-authentication","status":403}""", "Rejected Configuration" },
        { "E6 client forbidden", 403, """{"title":"Client Forbidden","reason":"client-not-enrolled","required_enrollment":"Appropriate Level of API Access","registration_url":"https://developer.x.com","type":"HOST/client-forbidden"}""", "Rejected Configuration" },
        { "E6 not permitted", 403, """{"title":"Forbidden","detail":"You are not permitted to perform this action.","type":"about:blank","status":403}""", "Rejected Text" },
        { "E6 OAuth 1.0a permissions", 403, """{"title":"Forbidden","detail":"Your client app is not configured with the appropriate oauth1 app permissions for this endpoint.","type":"HOST/oauth1-permissions","status":403}""", "Rejected Configuration" },
        { "E7 v1.1 endpoint", 403, """{"errors":[{"code":453,"message":"You currently have access to a subset of X API V2 endpoints"}]}""", "Rejected Configuration" },
        { "E8 cashtags", 403, """{"title":"Forbidden","detail":"Posts may contain a maximum of one cashtag.","type":"about:blank","status":403}""", "Rejected Text" },
        { "E8 invalid URL", 403, """{"title":"Forbidden","detail":"The Tweet contains an invalid URL.","type":"about:blank","status":403}""", "Rejected Text" },
        { "spend cap", 403, """{"title":"Forbidden","detail":"Monthly spend cap reached for this billing cycle","type":"HOST/unknown","status":403}""", "OutOfCredits" },
        { "403 as a page", 403, Html, "Unknown" },
        { "403 empty", 403, "", "Unknown" },
        { "E9 rate limit", 429, """{"title":"Too Many Requests","detail":"Too Many Requests","type":"about:blank","status":429}""", "RateLimited" },
        { "E9 old form", 429, """{"errors":[{"code":88,"message":"Rate limit exceeded"}]}""", "RateLimited" },
        { "E9 empty", 429, "", "RateLimited" },
        { "E9 as a page", 429, Html, "RateLimited" },
        { "E10 daily cap", 429, """{"title":"UsageCapExceeded","detail":"Usage cap exceeded: Daily product cap","period":"Daily","scope":"Product","type":"HOST/usage-capped"}""", "RateLimited" },
        { "E11 500", 500, """{"title":"Internal Server Error","type":"HOST/internal-error","status":500}""", "Unknown" },
        { "E11 502 as a page", 502, Html, "Unknown" },
        { "E11 503 in words", 503, "Service Unavailable", "Unknown" },
        { "E11 503 problem", 503, """{"title":"Service Unavailable","detail":"Service Unavailable","type":"about:blank","status":503}""", "Unknown" },
        { "E11 504 empty", 504, "", "Unknown" },
        { "408", 408, "", "Unknown" },
        { "201", 201, """{"data":{"id":"1445880548472328192","text":"Hello"}}""", "Posted" },
        { "201 without a body", 201, "", "AlreadyThere" },
        { "201 that is a list", 201, "[]", "AlreadyThere" },
        { "200 as a page", 200, Html, "Unknown" },
        { "a redirect", 301, "", "Rejected Configuration" },
        { "404", 404, "", "Rejected Configuration" },
    };

    [Theory, MemberData(nameof(Rows))]
    public async Task An_answer_proves_what_it_proves(string row, int status, string body, string expected)
    {
        foreach (var (host, contentType) in Hosts.Zip(ContentTypes).Concat(Hosts.Zip(ContentTypes.Reverse())))
        {
            line.X.Status = status;
            line.X.Body = body.Replace("HOST", host, StringComparison.Ordinal);
            line.X.ContentType = body.StartsWith('<') ? "text/html" : body.StartsWith('{') ? contentType : "text/plain";
            line.X.Headers.Clear();

            var outcome = (await line.Network.Publish("Hello", [])).Outcome;

            var kind = outcome is Outcome.Rejected rejected ? $"Rejected {rejected.Kind}" : outcome.GetType().Name;
            Assert.True(expected == kind, $"{row}: expected {expected}, got {outcome}");
        }
    }

    [Theory]
    [InlineData("x-rate-limit")]
    [InlineData("x-app-limit-24hour")]
    [InlineData("x-user-limit-24hour")]
    public async Task Each_family_of_limits_says_until_when(string exhausted)
    {
        line.X.Status = 429;
        line.X.Body = "";
        line.X.Headers.Clear();
        foreach (var family in new[] { "x-rate-limit", "x-app-limit-24hour", "x-user-limit-24hour" })
        {
            line.X.Headers[$"{family}-limit"] = "40000";
            line.X.Headers[$"{family}-remaining"] = family == exhausted ? "0" : "7";
            line.X.Headers[$"{family}-reset"] = family == exhausted ? "4102444800" : "4000000000";
        }

        var answer = await line.Network.Publish("Hello", []);

        Assert.Equal(new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero), Assert.IsType<Outcome.RateLimited>(answer.Outcome).Until);
        Assert.Equal(new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero), answer.LimitedUntil);
    }

    [Fact]
    public async Task E12_a_connection_lost_after_the_request_is_unknown()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var hangUp = HangUp(silent);
        await using var site = await Line.SiteAt($"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}");

        var answer = await site.Services.GetRequiredService<INetwork>().Publish("Hello", []);

        Assert.IsType<Outcome.Unknown>(answer.Outcome);
        await hangUp;
    }

    [Theory]
    [InlineData("http://127.0.0.1:1")]
    [InlineData("http://no-such-host.invalid")]
    public async Task E13_what_was_never_connected_was_not_sent(string address)
    {
        await using var site = await Line.SiteAt(address);

        Assert.IsType<Outcome.NotSent>((await site.Services.GetRequiredService<INetwork>().Publish("Hello", [])).Outcome);
    }

    [Fact]
    public async Task E13_a_failed_handshake_is_not_sent()
    {
        await using var site = await Line.SiteAt(line.X.Address.Replace("http:", "https:", StringComparison.Ordinal));

        Assert.IsType<Outcome.NotSent>((await site.Services.GetRequiredService<INetwork>().Publish("Hello", [])).Outcome);
    }

    static async Task HangUp(TcpListener listener)
    {
        using var connection = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await connection.GetStream().ReadExactlyAsync(new byte[10], TestContext.Current.CancellationToken);
    }

    /// <summary>One site before one canned X for all rows.</summary>
    public sealed class Line : IAsyncLifetime
    {
        TestSite site = null!;

        internal CannedX X { get; private set; } = null!;

        internal INetwork Network => site.Services.GetRequiredService<INetwork>();

        public async ValueTask InitializeAsync()
        {
            X = await CannedX.Start();
            site = await SiteAt(X.Address);
        }

        internal static Task<TestSite> SiteAt(string address) => TestSite.Start(settings:
        [
            ("Engagement:X:ApiUrl", address), ("Engagement:X:ConsumerKey", "a"), ("Engagement:X:ConsumerSecret", "b"),
            ("Engagement:X:AccessToken", "c"), ("Engagement:X:AccessTokenSecret", "d"), ("Engagement:X:Timeout", "00:00:03"),
        ]);

        public async ValueTask DisposeAsync()
        {
            await site.DisposeAsync();
            await X.DisposeAsync();
        }
    }
}
