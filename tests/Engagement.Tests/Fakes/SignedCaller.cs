using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Engagement.Fakes.X;
using Microsoft.AspNetCore.WebUtilities;
using Xunit;

namespace Engagement.Tests.Fakes;

/// <summary>Calls a fake X as a correct client does; a test spoils what it wants to see refused.</summary>
sealed class SignedCaller(FakeX x) : IDisposable
{
    readonly HttpClient client = new() { BaseAddress = x.Address };
    int nonce;

    public FakeXOptions As { get; init; } = x.Options;

    public Task<Answer> Post(string text) => Send(HttpMethod.Post, "/2/tweets", JsonContent.Create(new { text }));

    public Task<Answer> Get(string target) => Send(HttpMethod.Get, target);

    public Task<Answer> Send(HttpMethod method, string target, HttpContent? content = null) => Send(method, target, content, Sign(method, target));

    public async Task<Answer> Send(HttpMethod method, string target, HttpContent? content, string authorization)
    {
        using var request = new HttpRequestMessage(method, target) { Content = content };
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var headers = response.Headers.ToDictionary(header => header.Key, header => header.Value.First());
        return new Answer((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), headers,
            response.Content.Headers.ContentType?.MediaType);
    }

    public string Sign(HttpMethod method, string target, TimeSpan late = default, string? nonceToUse = null)
    {
        var url = new Uri(x.Address, target);
        var oauth = new List<(string Name, string Value)>
        {
            ("oauth_consumer_key", As.ConsumerKey),
            ("oauth_nonce", nonceToUse ?? string.Create(CultureInfo.InvariantCulture, $"nonce{Interlocked.Increment(ref nonce)}")),
            ("oauth_signature_method", "HMAC-SHA1"),
            ("oauth_timestamp", (x.Options.Time.GetUtcNow() - late).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
            ("oauth_token", As.AccessToken),
            ("oauth_version", "1.0"),
        };
        var query = from parameter in QueryHelpers.ParseQuery(url.Query) from value in parameter.Value select (parameter.Key, value ?? "");
        oauth.Add(("oauth_signature", Signature.Of(method.Method, url.GetLeftPart(UriPartial.Path), [.. oauth, .. query], As.ConsumerSecret, As.AccessTokenSecret)));
        return Header(oauth);
    }

    public static string Header(IEnumerable<(string Name, string Value)> oauth) =>
        "OAuth " + string.Join(", ", oauth.Select(field => $"{field.Name}=\"{Uri.EscapeDataString(field.Value)}\""));

    public void Dispose() => client.Dispose();
}

/// <summary>What came back.</summary>
sealed record Answer(int Status, string Body, IReadOnlyDictionary<string, string> Headers, string? ContentType)
{
    public JsonElement Json => JsonElement.Parse(Body);
}
