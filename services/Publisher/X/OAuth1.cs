using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Engagement.Publisher.X;

/// <summary>
/// Signs calls by OAuth 1.0a (RFC 5849, HMAC-SHA1), whose user tokens do not expire. JSON and multipart bodies are not signed,
/// query parameters are.
/// </summary>
static class OAuth1
{
    /// <summary>The Authorization header of one call. A nonce is used once, so each call has its own.</summary>
    public static string Header(HttpMethod method, Uri url, XOptions keys, DateTimeOffset now)
    {
        var oauth = new List<KeyValuePair<string, string>>
        {
            new("oauth_consumer_key", keys.ConsumerKey),
            new("oauth_nonce", Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))),
            new("oauth_signature_method", "HMAC-SHA1"),
            new("oauth_timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
            new("oauth_token", keys.AccessToken),
            new("oauth_version", "1.0"),
        };
        var signature = Sign(method.Method, url.GetLeftPart(UriPartial.Path), [.. oauth, .. Query(url)],
            keys.ConsumerSecret, keys.AccessTokenSecret);
        oauth.Add(new("oauth_signature", signature));
        return "OAuth " + string.Join(", ", oauth.Select(field => $"{field.Key}=\"{Encode(field.Value)}\""));
    }

    /// <summary>The signature over a method, a URL without its query, and all parameters, decoded.</summary>
    public static string Sign(string method, string url, IEnumerable<KeyValuePair<string, string>> parameters,
        string consumerSecret, string tokenSecret)
    {
        var sorted = parameters
            .Select(parameter => (Key: Encode(parameter.Key), Value: Encode(parameter.Value)))
            .OrderBy(parameter => parameter.Key, StringComparer.Ordinal)
            .ThenBy(parameter => parameter.Value, StringComparer.Ordinal)
            .Select(parameter => $"{parameter.Key}={parameter.Value}");
        var text = $"{method.ToUpperInvariant()}&{Encode(url)}&{Encode(string.Join('&', sorted))}";
        var key = $"{Encode(consumerSecret)}&{Encode(tokenSecret)}";
#pragma warning disable CA5350 // HMAC-SHA1 is what OAuth 1.0a asks for; as a MAC it is not broken.
        return Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5350
    }

    static IEnumerable<KeyValuePair<string, string>> Query(Uri url) => url.Query.TrimStart('?')
        .Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split('=', 2))
        .Select(pair => KeyValuePair.Create(Uri.UnescapeDataString(pair[0]), pair.Length > 1 ? Uri.UnescapeDataString(pair[1]) : ""));

    /// <summary>RFC 3986 as .NET 10 does it: upper-case hex, everything but <c>A-Za-z0-9-._~</c>.</summary>
    static string Encode(string text) => Uri.EscapeDataString(text);
}
