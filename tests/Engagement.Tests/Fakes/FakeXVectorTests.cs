using System.Text.Json;
using Engagement.Fakes.X;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Engagement.Tests.Fakes;

/// <summary>The published signatures, against the fake's own reckoning: what judges the product's signer must itself be right.</summary>
public sealed class FakeXVectorTests
{
    const string Lookup = "?ids=1278747501642657792,1255542774432063488&tweet.fields=created_at,public_metrics";

    [Fact]
    public void Every_published_signature_is_reckoned_alike()
    {
        var vectors = JsonElement.Parse(File.ReadAllText(TestData.Need("oauth1-vectors.json"))).EnumerateArray().ToList();
        foreach (var (vector, index) in vectors.Select((vector, index) => (vector, index)))
        {
            var source = vector.TryGetProperty("params", out _) ? vector : vectors[0];
            var keepsOnlyOAuth = index is 8 or 9;
            var parameters = source.GetProperty("params").EnumerateArray().Select(pair => (Name: pair[0].GetString()!, Value: pair[1].GetString()!))
                .Where(pair => !keepsOnlyOAuth || pair.Name.StartsWith("oauth_", StringComparison.Ordinal)).ToList();
            if (index == 9)
            {
                parameters.AddRange([("ids", "1278747501642657792,1255542774432063488"), ("tweet.fields", "created_at,public_metrics")]);
            }

            var method = vector.TryGetProperty("method", out var given) ? given.GetString()! : source.GetProperty("method").GetString()!;
            Assert.Equal(vector.GetProperty("signature").GetString(), Signature.Of(method, vector.GetProperty("url").GetString()!, parameters,
                source.GetProperty("consumer_secret").GetString()!, source.GetProperty("token_secret").GetString()!));
        }
    }

    [Theory]
    [InlineData(0, "/1.1/statuses/update.json?include_entities=true", "status=Hello+Ladies+%2B+Gentlemen%2C+a+signed+OAuth+request%21", 403)]
    [InlineData(1, "/1.1/statuses/update.json?include_entities=true", "status=Hello+Ladies+%2B+Gentlemen%2C+a+signed+OAuth+request%21", 403)]
    [InlineData(0, "/1.1/statuses/update.json?include_entities=true", "status=Hello+Ladies+%2B+Gentlemen%2C+a+forged+OAuth+request%21", 401)]
    [InlineData(8, "/2/tweets", """{"text":"Treaty enters into force"}""", 201)]
    [InlineData(9, "/2/tweets", """{"text":"Treaty enters into force"}""", 401)]
    [InlineData(9, "/2/tweets" + Lookup, null, 200)]
    [InlineData(8, "/2/tweets" + Lookup, null, 401)]
    public async Task A_published_request_is_believed_and_a_changed_one_is_not(int vector, string target, string? body, int status)
    {
        var vectors = JsonElement.Parse(File.ReadAllText(TestData.Need("oauth1-vectors.json")));
        var oauth = vectors[0].GetProperty("params").EnumerateArray().Select(pair => (Name: pair[0].GetString()!, Value: pair[1].GetString()!))
            .Where(pair => pair.Name.StartsWith("oauth_", StringComparison.Ordinal)).ToDictionary();
        await using var x = await FakeX.Start(new FakeXOptions
        {
            Time = new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(long.Parse(oauth["oauth_timestamp"]))),
            SignedAs = new Uri(new Uri(vectors[vector].GetProperty("url").GetString()!).GetLeftPart(UriPartial.Authority)),
            ConsumerKey = oauth["oauth_consumer_key"],
            ConsumerSecret = vectors[0].GetProperty("consumer_secret").GetString()!,
            AccessToken = oauth["oauth_token"],
            AccessTokenSecret = vectors[0].GetProperty("token_secret").GetString()!,
        });
        using var caller = new SignedCaller(x);
        var header = SignedCaller.Header([.. oauth.Select(field => (field.Key, field.Value)), ("oauth_signature", vectors[vector].GetProperty("signature").GetString()!)]);

        var answer = body is null
            ? await caller.Send(HttpMethod.Get, target, null, header)
            : await caller.Send(HttpMethod.Post, target,
                new StringContent(body, null, body.StartsWith('{') ? "application/json" : "application/x-www-form-urlencoded"), header);

        Assert.Equal(status, answer.Status);
    }
}
