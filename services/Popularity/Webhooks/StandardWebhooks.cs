using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Engagement.Popularity.Webhooks;

/// <summary>Signs as the Standard Webhooks scheme says, so that every receiver library checks it: HMAC-SHA256 of <c>id.timestamp.body</c>.</summary>
static class StandardWebhooks
{
    const string Prefix = "whsec_";

    /// <summary>A new secret.</summary>
    public static string NewSecret() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <summary>Whether a text is a secret of 24 to 64 bytes.</summary>
    public static bool IsSecret(string text)
    {
        var bytes = new byte[64];
        return text.StartsWith(Prefix, StringComparison.Ordinal) && Convert.TryFromBase64String(text[Prefix.Length..], bytes, out var length) && length >= 24;
    }

    /// <summary>The value of <c>webhook-signature</c>.</summary>
    public static string Sign(string secret, string id, DateTimeOffset at, string body)
    {
        var signed = string.Create(CultureInfo.InvariantCulture, $"{id}.{at.ToUnixTimeSeconds()}.{body}");
        return "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret[Prefix.Length..]), Encoding.UTF8.GetBytes(signed)));
    }
}
