using System.Text.Json;
using Engagement.Publisher.X;
using Xunit;

namespace Engagement.Tests.Publisher;

public sealed class OAuth1Tests
{
    [Fact]
    public void All_published_vectors_are_signed_as_published()
    {
        var vectors = JsonDocument.Parse(File.ReadAllText(TestData.Need("oauth1-vectors.json"))).RootElement;
        Assert.Equal(10, vectors.GetArrayLength());
        foreach (var (vector, index) in vectors.EnumerateArray().Select((vector, index) => (vector, index)))
        {
            Assert.Equal(vector.GetProperty("signature").GetString(), Sign(vector, vectors[0], index));
        }
    }

    static string Sign(JsonElement vector, JsonElement first, int index)
    {
        // Entries without parameters of their own take those of the first; the v2 calls sign no body, so only its oauth fields.
        var own = vector.TryGetProperty("params", out _) ? vector : first;
        var parameters = own.GetProperty("params").EnumerateArray()
            .Select(pair => KeyValuePair.Create(pair[0].GetString()!, pair[1].GetString()!))
            .Where(pair => index < 8 || pair.Key.StartsWith("oauth_", StringComparison.Ordinal));
        if (index == 9)
        {
            parameters = parameters.Append(new("ids", "1278747501642657792,1255542774432063488"))
                .Append(new("tweet.fields", "created_at,public_metrics"));
        }

        var method = vector.TryGetProperty("method", out var given) ? given.GetString()! : first.GetProperty("method").GetString()!;
        return OAuth1.Sign(method, vector.GetProperty("url").GetString()!, parameters,
            own.GetProperty("consumer_secret").GetString()!, own.GetProperty("token_secret").GetString()!);
    }
}
