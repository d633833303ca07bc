using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;

namespace Engagement.Fakes.X;

/// <summary>Says why a request signed with OAuth 1.0a is not to be believed, or null where it is.</summary>
sealed class SignatureCheck(FakeXOptions options)
{
    static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    readonly Lock gate = new();
    readonly HashSet<string> nonces = [];
    readonly Queue<(string Nonce, DateTimeOffset At)> byAge = [];

    public string? Problem(HttpRequest request, string header, byte[] body)
    {
        var oauth = Fields(header);
        string Field(string name) => oauth.GetValueOrDefault(name, "");

        if (Field("oauth_consumer_key") != options.ConsumerKey)
            return "the consumer key is not this app's";
        if (Field("oauth_token") != options.AccessToken)
            return "the token is not this account's";
        if (Field("oauth_signature_method") != "HMAC-SHA1")
            return "the signature method is not HMAC-SHA1";
        if (oauth.ContainsKey("oauth_version") && Field("oauth_version") != "1.0")
            return "oauth_version is not 1.0";

        var parameters = oauth.Where(field => field.Key is not ("oauth_signature" or "realm")).Select(field => (field.Key, field.Value))
            .Concat(Parameters(request.QueryString.Value ?? ""))
            .Concat(IsForm(request) ? Parameters(System.Text.Encoding.ASCII.GetString(body)) : [])
            .ToList();
        if (parameters.GroupBy(parameter => parameter.Item1).Any(group => group.Count() > 1))
            return "a parameter is given twice";
        if (Signature.Of(request.Method, Url(request), parameters, options.ConsumerSecret, options.AccessTokenSecret) != Field("oauth_signature"))
            return "the signature does not fit the request";

        return Staleness(Field("oauth_timestamp")) ?? Reuse(Field("oauth_nonce"));
    }

    string? Staleness(string timestamp) =>
        long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && (options.Time.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(seconds)).Duration() <= Tolerance
            ? null
            : "the timestamp is more than five minutes off";

    string? Reuse(string nonce)
    {
        if (nonce.Length == 0)
            return "the nonce is missing";

        var now = options.Time.GetUtcNow();
        lock (gate)
        {
            while (byAge.TryPeek(out var oldest) && now - oldest.At > 2 * Tolerance)
            {
                nonces.Remove(byAge.Dequeue().Nonce);
            }

            if (!nonces.Add(nonce))
                return "the nonce was used before";

            byAge.Enqueue((nonce, now));
            return null;
        }
    }

    string Url(HttpRequest request) => options.SignedAs is { } outside
        ? new Uri(outside, request.Path.ToUriComponent()).GetLeftPart(UriPartial.Path)
        : $"{request.Scheme}://{request.Host.Value?.ToLowerInvariant()}{request.Path.ToUriComponent()}";

    static bool IsForm(HttpRequest request) =>
        request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true;

    static IEnumerable<(string, string)> Parameters(string encoded) =>
        from parameter in QueryHelpers.ParseQuery(encoded)
        from value in parameter.Value
        select (parameter.Key, value ?? "");

    static Dictionary<string, string> Fields(string header) => header["OAuth ".Length..]
        .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select(field => field.Split('=', 2))
        .Where(field => field.Length == 2)
        .GroupBy(field => field[0])
        .ToDictionary(group => group.Key, group => Uri.UnescapeDataString(group.First()[1].Trim('"')));
}
