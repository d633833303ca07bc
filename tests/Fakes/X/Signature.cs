using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Engagement.Fakes.X;

/// <summary>
/// OAuth 1.0a's HMAC-SHA1 (RFC 5849, section 3.4), written from the RFC and not from the product: only so does a mistake in the
/// product's signer show.
/// </summary>
static class Signature
{
    const string Unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    public static string Of(string method, string url, IEnumerable<(string Name, string Value)> parameters, string consumerSecret, string tokenSecret)
    {
        var sorted = parameters
            .Select(parameter => (Name: Encode(parameter.Name), Value: Encode(parameter.Value)))
            .OrderBy(parameter => parameter.Name, StringComparer.Ordinal)
            .ThenBy(parameter => parameter.Value, StringComparer.Ordinal)
            .Select(parameter => $"{parameter.Name}={parameter.Value}");
        var text = $"{method.ToUpperInvariant()}&{Encode(url)}&{Encode(string.Join('&', sorted))}";
        var key = $"{Encode(consumerSecret)}&{Encode(tokenSecret)}";
#pragma warning disable CA5350 // The protocol prescribes SHA-1.
        return Convert.ToBase64String(HMACSHA1.HashData(Encoding.ASCII.GetBytes(key), Encoding.ASCII.GetBytes(text)));
#pragma warning restore CA5350
    }

    static string Encode(string text)
    {
        var encoded = new StringBuilder(text.Length);
        foreach (var octet in Encoding.UTF8.GetBytes(text))
        {
            _ = Unreserved.Contains((char)octet, StringComparison.Ordinal)
                ? encoded.Append((char)octet)
                : encoded.Append(CultureInfo.InvariantCulture, $"%{octet:X2}");
        }

        return encoded.ToString();
    }
}
